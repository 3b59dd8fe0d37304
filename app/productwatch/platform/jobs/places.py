"""How many jobs are worked on at once, whatever their kind, so that mails and ticks always find a worker.

A place is an advisory lock of the worker's connection: Postgres gives it back when the worker dies.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_PLACES = 0x4A4F4253
"""The first half of the locks' keys: «JOBS»."""


@contextmanager
def place() -> Iterator[bool]:
    """Whether there was a place, which is taken for the block."""
    number = next(filter(_taken, range(settings.JOBS_AT_ONCE)), None)
    try:
        yield number is not None
    finally:
        if number is not None:
            _ask("SELECT pg_advisory_unlock(%s, %s)", number)


def _taken(number: int) -> bool:
    return _ask("SELECT pg_try_advisory_lock(%s, %s)", number)


def _ask(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_PLACES, number])
        return bool(cursor.fetchone()[0])
