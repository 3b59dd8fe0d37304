"""How long what this domain makes is there."""

from datetime import timedelta

EXPORT_KEPT = timedelta(days=3)
"""A file, once it is made."""

SECOND_PASS = timedelta(hours=1)
"""After the first one of an erasure; longer than any token or transaction that was under way."""

ERASURE_KEPT = timedelta(days=30)
"""What tells that an erasure, which names nobody, has ended."""
