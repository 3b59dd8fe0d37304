"""Work that the writes of others came between: done again, it may well succeed."""

from django.db import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected


class CrossedError(Exception):
    """Others have written what this needs in between: done again, it will find that."""


def is_passing(error: Exception) -> bool:
    """Whether the same work may well succeed when it is done again."""
    if isinstance(error, OperationalError):
        return isinstance(error.__cause__, DeadlockDetected)
    return isinstance(error, IntegrityError | CrossedError)
