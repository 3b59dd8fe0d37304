"""Rolling a UTC day up: all its raw rows become one packed row for each subject, and its quarters go.

A day is one transaction under the day's lock: whoever is killed has done nothing, and who rolls a day again, for late
hits or after a doubt, comes to the same numbers. Between the two the quarters hold what the day does not.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from productwatch.platform import clock
from productwatch.visits.dimensions import OF_PEOPLE, Dimension
from productwatch.visits.models import Day, Month, Quarter, RolledDay
from productwatch.visits.packing import DAYS, QUARTERS, pack
from productwatch.visits.services import days

logger = logging.getLogger(__name__)

_DAY = timedelta(days=1)
_ROLLER = 86401
"""Of Postgres' advisory locks: one day at a time, for two of one month would both write its sums."""

# Who comes after thirty idle minutes begins another session.
_HITS = """
DROP TABLE IF EXISTS visits_rolling;
CREATE TEMPORARY TABLE visits_rolling ON COMMIT DROP AS
SELECT (extract(epoch FROM at - %(start)s)::integer / 900)::smallint AS quarter, visitor,
    coalesce(at - lag(at) OVER (PARTITION BY bot, visitor ORDER BY at) > interval '30 minutes', true) AS opens,
    product, category, referrer, campaign, device, browser, country, bot
FROM visits_visit WHERE day = %(day)s
"""
# One row for each subject and quarter: hits, sessions that began, visitors who came first, visitors who came last.
_COUNTS = """
WITH visitors AS (
    SELECT {column} AS subject, min(quarter) AS came, max(quarter) AS gone
    FROM visits_rolling WHERE {which} GROUP BY 1, visitor
), counted AS (
    SELECT {column} AS subject, quarter, count(*) AS hits, count(*) FILTER (WHERE opens) AS sessions,
        0 AS came, 0 AS gone
    FROM visits_rolling WHERE {which} GROUP BY 1, 2
    UNION ALL SELECT subject, came, 0, 0, count(*), 0 FROM visitors GROUP BY 1, 2
    UNION ALL SELECT subject, gone, 0, 0, 0, count(*) FROM visitors GROUP BY 1, 2
)
SELECT subject, quarter, sum(hits)::integer, sum(sessions)::integer, sum(came)::integer, sum(gone)::integer
FROM counted GROUP BY 1, 2 ORDER BY 1
"""
_COPY = """
COPY visits_day (
    subject, day, dimension, hits, visitors, sessions, packed_hits, packed_came, packed_gone
) FROM STDIN
"""
_DAYS_OF_MONTH = """
SELECT subject, dimension, extract(day FROM day)::integer - 1, hits FROM visits_day
WHERE day >= %(month)s AND day < %(month)s + interval '1 month' ORDER BY subject
"""
_COPY_MONTH = "COPY visits_month (subject, month, dimension, hits, packed_hits) FROM STDIN"

Count = tuple[int, int, int, int, int, int]


class CannotRoll(Exception):  # noqa: N818 - a verdict on a day
    """The day is not over, or its raw rows are gone."""


def roll(day: date) -> None:
    """Rolls the day up, for the first time or again; CannotRoll where it is not over, or its raw rows are gone."""
    if day >= clock.today():
        raise CannotRoll(f"{day} is not over")
    with transaction.atomic():
        _be_the_only_one()
        days.take(day)
        if RolledDay.objects.filter(day=day, dropped_at__isnull=False).exists():
            raise CannotRoll(f"the raw rows of {day} are gone")
        _read(day)
        Day.objects.filter(day=day).delete()
        for dimension in Dimension:
            _write(day, dimension)
        _sum_month(day.replace(day=1))
        Quarter.objects.filter(start__gte=_start(day), start__lt=_start(day + _DAY)).delete()
        RolledDay.objects.update_or_create(day=day, defaults={"rolled_at": clock.now()})
    logger.info("a day of visits is rolled up", extra={"day": day.isoformat()})


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _be_the_only_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_ROLLER])


def _read(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HITS, {"day": day, "start": _start(day)})


def _write(day: date, dimension: Dimension) -> None:
    _copy(_COPY, _packed(day, dimension))


def _packed(day: date, dimension: Dimension) -> Iterator[tuple[object, ...]]:
    for subject, counts in groupby(_counts(dimension), key=itemgetter(0)):
        hits, sessions, came, gone = _spread(counts)
        yield subject, day, dimension, sum(hits), sum(came), sum(sessions), pack(hits), pack(came), pack(gone)


def _counts(dimension: Dimension) -> Iterator[Count]:
    people = dimension in OF_PEOPLE
    column = _all() if dimension is Dimension.ALL else dimension.name.lower()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_COUNTS.format(column=column, which="bot = 0" if people else "bot <> 0"))
        yield from cursor


def _all() -> str:
    return f"(SELECT id FROM visits_subject WHERE dimension = {Dimension.ALL:d})"  # noqa: S608 - a number


def _spread(counts: Iterable[Count]) -> tuple[list[int], ...]:
    spread: tuple[list[int], ...] = tuple([0] * QUARTERS for _ in range(4))
    for _, quarter, *each in counts:
        for one, count in zip(spread, each, strict=True):
            one[quarter] = count
    return spread


def _sum_month(month: date) -> None:
    Month.objects.filter(month=month).delete()
    _copy(_COPY_MONTH, _packed_month(month))


def _packed_month(month: date) -> Iterator[tuple[object, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_DAYS_OF_MONTH, {"month": month})
        for (subject, dimension), found in groupby(cursor, key=itemgetter(0, 1)):
            hits = [0] * DAYS
            for _, _, day, count in found:
                hits[day] = count
            yield subject, month, dimension, sum(hits), pack(hits)


def _copy(statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    """The rows are there before it begins: a connection does one thing at a time."""
    found = list(rows)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in found:
            copy.write_row(row)
