"""Rate limits: who asks more often than a policy allows is told when to come again.

Counted exactly, whatever runs at once, by one script in Redis; a route declares its policies, settings their numbers.
"""
