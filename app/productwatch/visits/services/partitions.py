"""The partitions of visits, one a UTC day: made ahead by upkeep, and by the flusher where one is missing."""

from collections.abc import Iterable
from datetime import date

from django.db import connection


def ensure(days: Iterable[date]) -> None:
    """Each of these days has its partition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT visits_make_partition(day) FROM unnest(%s::date[]) AS day", [sorted(set(days))])
