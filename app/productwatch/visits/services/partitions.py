"""The partitions of visits, one a UTC day: made ahead by upkeep, by the flusher where one is missing, and dropped.

Both is done by functions that have their owner's rights, and know what must not be: nobody here needs to own a table.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection


def ensure(days: Iterable[date]) -> None:
    """Each of these days has its partition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT visits_make_partition(day) FROM unnest(%s::date[]) AS day", [sorted(set(days))])


def before(day: date) -> list[date]:
    """The earlier days that have one, from the oldest on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_date(right(relname, 8), 'YYYYMMDD') FROM pg_inherits JOIN pg_class ON oid = inhrelid"
            " WHERE inhparent = 'visits_visit'::regclass ORDER BY 1"
        )
        return [found for (found,) in cursor.fetchall() if found < day]


def drop(day: date) -> bool:
    """Drops the raw rows of the day, for good; False where there are none, or where they are not rolled up yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT visits_drop_partition(%s)", [day])
        return bool(cursor.fetchone()[0])
