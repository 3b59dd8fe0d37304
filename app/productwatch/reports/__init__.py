"""The report of a day: what was visited and what was changed, made once, kept, and mailed once."""
