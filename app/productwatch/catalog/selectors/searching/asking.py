"""Asking Postgres within bounds: no search keeps it busy for longer than a moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from productwatch.platform.problems import Unavailable

LONGEST_SECONDS = 2

_BOUNDS = {
    "statement_timeout": f"{LONGEST_SECONDS}s",
    "work_mem": "16MB",  # what a frequent word's documents take
    "enable_seqscan": "off",  # statistics of words are rough, and each search has its index
    "jit": "off",  # takes longer than what it speeds up
    "max_parallel_workers_per_gather": "0",
}
_SET = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _BOUNDS.items())


@contextmanager
def bounded() -> Iterator[None]:
    """What is asked within it; Unavailable where that takes too long."""
    try:
        with transaction.atomic():
            rows(_SET)
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            detail = f"The search took longer than {LONGEST_SECONDS} s: ask for more, longer or rarer words."
            raise Unavailable(detail) from None
        raise


def rows(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
