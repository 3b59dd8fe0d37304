"""How often each subject of a dimension was visited in a span: months and days inside it, and quarters at its edges."""

from datetime import date, time, timedelta
from typing import Any

from django.db import connection

from productwatch.visits.dimensions import Dimension
from productwatch.visits.packing import QUARTERS
from productwatch.visits.periods import Buckets
from productwatch.visits.selectors.pieces import pieces

Sum = tuple[int, int]
"""Subject and hits."""

_SUMS = """
SELECT subject, sum(hits)::bigint AS hits FROM (
    SELECT subject, hits FROM visits_month
    WHERE dimension = %(dimension)s AND month >= %({name}_month)s AND month < %({name}_month_end)s
    UNION ALL
    SELECT subject, hits FROM visits_day
    WHERE dimension = %(dimension)s AND day >= %({name}_day)s AND day < %({name}_month)s
    UNION ALL
    SELECT subject, hits FROM visits_day
    WHERE dimension = %(dimension)s AND day >= %({name}_month_end)s AND day < %({name}_day_end)s
    UNION ALL
    SELECT subject, visits_before(packed_hits, hits, until) - visits_before(packed_hits, hits, since)
    FROM unnest(%({name}_edges)s::date[], %({name}_sinces)s::int[], %({name}_untils)s::int[])
        AS edge (day, since, until)
    JOIN visits_day USING (day) WHERE dimension = %(dimension)s
    UNION ALL
    SELECT subject, hits FROM visits_quarter
    WHERE dimension = %(dimension)s AND start >= %({name}_start)s AND start < %({name}_end)s
) AS parts GROUP BY subject HAVING sum(hits) > 0
"""
_RANKED = f"""
SELECT subject, hits FROM ({_SUMS.format(name="now")}) AS sums
WHERE (-hits, subject) > (-%(behind_hits)s, %(behind_subject)s) ORDER BY hits DESC, subject LIMIT %(limit)s
"""  # noqa: S608 - no value
_MOVED = f"""
WITH changes AS (
    SELECT subject, coalesce(now.hits, 0) AS hits, coalesce(before.hits, 0) AS hits_before
    FROM ({_SUMS.format(name="now")}) AS now FULL JOIN ({_SUMS.format(name="before")}) AS before USING (subject)
)
(SELECT * FROM changes WHERE hits > hits_before ORDER BY hits - hits_before DESC, subject LIMIT %(limit)s)
UNION ALL
(SELECT * FROM changes WHERE hits < hits_before ORDER BY hits - hits_before, subject LIMIT %(limit)s)
"""  # noqa: S608 - no value

_DAY = timedelta(days=1)
_MOST = 2**62


def ranked(span: Buckets, dimension: Dimension, limit: int | None, behind: Sum | None = None) -> list[Sum]:
    """Most hits first, from behind a position on."""
    subject, hits = behind or (0, _MOST)
    return _rows(
        _RANKED,
        {"dimension": dimension, "limit": limit, "behind_hits": hits, "behind_subject": subject} | _bounds("now", span),
    )


def moved(span: Buckets, before: Buckets, dimension: Dimension, limit: int) -> list[tuple[int, int, int]]:
    """Subject, hits and hits before, of those that gained most, and then of those that lost most."""
    bounds = _bounds("now", span) | _bounds("before", before)
    return _rows(_MOVED, {"dimension": dimension, "limit": limit} | bounds)


def _bounds(name: str, span: Buckets) -> dict[str, Any]:
    cut = pieces(Buckets((span.start,), span.end))
    edges = [piece for piece in cut if (piece.since, piece.until) != (0, QUARTERS)]
    first = span.start.date() + _DAY * (span.start.time() != time.min)
    last = max(first, span.end.date())
    month, month_end = _months(first, last)
    found = {
        "start": span.start,
        "end": span.end,
        "day": first,
        "day_end": last,
        "month": month,
        "month_end": month_end,
        "edges": [piece.day for piece in edges],
        "sinces": [piece.since for piece in edges],
        "untils": [piece.until for piece in edges],
    }
    return {f"{name}_{key}": value for key, value in found.items()}


def _months(first: date, last: date) -> tuple[date, date]:
    """The whole months of the days from `first` on and before `last`; twice `last` where there is none."""
    month_end = last.replace(day=1)
    month = first if first.day == 1 else (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (month, month_end) if month < month_end else (last, last)


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[Any] = cursor.fetchall()
    return rows
