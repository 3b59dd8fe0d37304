"""The lock of a UTC day: any number of flushers bring hits of it, unless somebody rolls it up or drops its raw rows."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

LOCKS = 86400
"""Of Postgres' advisory locks; visits_drop_partition takes the same."""

_FIRST = date(2000, 1, 1).toordinal()


def share(days: Iterable[date]) -> set[date]:
    """Until the end of the transaction nobody rolls or drops these days; those that were dropped already are told."""
    numbers = sorted({day.toordinal() - _FIRST for day in days})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, day) FROM unnest(%s::int[]) AS day", [LOCKS, numbers])
        asked = [date.fromordinal(number + _FIRST) for number in numbers]
        cursor.execute("SELECT day FROM visits_rolledday WHERE dropped_at IS NOT NULL AND day = ANY(%s)", [asked])
        return {day for (day,) in cursor.fetchall()}


def take(day: date) -> None:
    """Until the end of the transaction nobody brings hits of the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, day.toordinal() - _FIRST])
