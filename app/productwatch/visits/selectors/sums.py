"""How often each subject of a dimension was visited in a span: from months, days at its edges, and quarters."""

from datetime import date
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
    SELECT subject, visits_before(packed_hits, hits, until) - visits_before(packed_hits, hits, since) AS hits
    FROM unnest(%({name}_months)s::date[], %({name}_firsts)s::int[], %({name}_lasts)s::int[])
        AS part (month, since, until)
    JOIN visits_month USING (month) WHERE dimension = %(dimension)s
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
    months = _months([piece.day for piece in cut if piece not in edges])
    found = {
        "start": span.start,
        "end": span.end,
        "months": list(months),
        "firsts": [first for first, _ in months.values()],
        "lasts": [last for _, last in months.values()],
        "edges": [piece.day for piece in edges],
        "sinces": [piece.since for piece in edges],
        "untils": [piece.until for piece in edges],
    }
    return {f"{name}_{key}": value for key, value in found.items()}


def _months(days: list[date]) -> dict[date, tuple[int, int]]:
    """From which of its days on and before which, counted from zero, each month is asked for."""
    found: dict[date, tuple[int, int]] = {}
    for day in days:
        month = day.replace(day=1)
        first, _ = found.get(month, (day.day - 1, 0))
        found[month] = (first, day.day)
    return found


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[Any] = cursor.fetchall()
    return rows
