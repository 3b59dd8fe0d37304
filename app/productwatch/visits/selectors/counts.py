"""Counting: what is rolled from days, what is not yet from quarters, and visitors of the days that are open from hits.

Each count of hits is one statement, and sees a day before or after it is rolled, never both nor neither. Visitors of a
day come from the same place all through an answer: which days are open is asked once.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from productwatch.visits.dimensions import Dimension
from productwatch.visits.models import RolledDay
from productwatch.visits.periods import Buckets
from productwatch.visits.selectors.pieces import Piece, columns, pieces

Sums = dict[int, tuple[int, int]]

_SUBJECT = "(SELECT id FROM visits_subject WHERE dimension = %(dimension)s AND value = %(value)s)"
_PIECES = "unnest(%(buckets)s::int[], %(days)s::date[], %(sinces)s::int[], %(untils)s::int[])"
_HITS = "visits_before(packed_hits, hits, until) - visits_before(packed_hits, hits, since)"
# Who came before the piece's end and did not go before its beginning: exact where it begins or ends with the day.
_VISITORS = f"""
CASE WHEN since = 0 AND until = 96 THEN visitors ELSE least(
    {_HITS}, visits_before(packed_came, visitors, until) - visits_before(packed_gone, visitors, since)
) END
"""
_SERIES = f"""
SELECT bucket, sum(hits)::bigint, sum(visitors)::bigint FROM (
    SELECT bucket, {_HITS} AS hits, CASE WHEN day = ANY(%(open)s) THEN 0 ELSE {_VISITORS} END AS visitors
    FROM {_PIECES} AS piece (bucket, day, since, until) JOIN visits_day USING (day) WHERE subject = {_SUBJECT}
    UNION ALL
    SELECT width_bucket(start, %(starts)s), hits, 0 FROM visits_quarter
    WHERE subject = {_SUBJECT} AND start >= %(start)s AND start < %(end)s
) AS counted GROUP BY 1
"""  # noqa: S608 - no value
_VISITORS_OF = f"""
SELECT subject, sum({_VISITORS})::bigint FROM {_PIECES} AS piece (bucket, day, since, until)
JOIN visits_day USING (day) WHERE subject = ANY(%(subjects)s) AND day <> ALL(%(open)s) GROUP BY 1
"""  # noqa: S608 - no value
_OPEN = """
SELECT {key}, count(DISTINCT visitor) FROM visits_visit
WHERE day = ANY(%(open)s) AND at >= %(start)s AND at < %(end)s AND bot = 0 AND {which}
GROUP BY day, width_bucket(at, %(starts)s), 1
"""


def series(buckets: Buckets, dimension: Dimension, value: str) -> Sums:
    """Hits and visitors of one value, by the number of the bucket, counted from one."""
    cut = pieces(buckets)
    asked = _asked(buckets, cut) | {"dimension": dimension, "value": value}
    found = {bucket: (hits, visitors) for bucket, hits, visitors in _rows(_SERIES, asked)}
    if asked["open"]:
        which = "true" if dimension is Dimension.ALL else f"{dimension.name.lower()} = {_SUBJECT}"
        for bucket, visitors in _rows(_OPEN.format(key="width_bucket(at, %(starts)s)", which=which), asked):
            hits, known = found.get(bucket, (0, 0))
            found[bucket] = (hits, known + visitors)
    return found


def visitors(days: Buckets, dimension: Dimension, subjects: Collection[int]) -> dict[int, int]:
    """Those of each subject, by days, added up."""
    asked = _asked(days, pieces(days)) | {"subjects": list(subjects)}
    found = dict(_rows(_VISITORS_OF, asked))
    if asked["open"]:
        column = dimension.name.lower()
        for subject, count in _rows(_OPEN.format(key=column, which=f"{column} = ANY(%(subjects)s)"), asked):
            found[subject] = found.get(subject, 0) + count
    return found


def rolled(days: Collection[date]) -> set[date]:
    return set(RolledDay.objects.filter(day__range=(min(days), max(days))).values_list("day", flat=True))


def _asked(buckets: Buckets, cut: list[Piece]) -> dict[str, Any]:
    days = {piece.day for piece in cut}
    bounds = {"starts": list(buckets.starts), "start": buckets.start, "end": buckets.end}
    return columns(cut) | bounds | {"open": sorted(days - rolled(days)) if days else []}


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[Any] = cursor.fetchall()
    return rows
