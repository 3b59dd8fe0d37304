"""Buckets of a zone, cut where UTC days end: visits are kept by these."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from productwatch.visits.packing import QUARTERS
from productwatch.visits.periods import QUARTER, Buckets

_DAY = timedelta(days=1)


class Piece(NamedTuple):
    """The quarters of a UTC day from `since` on and before `until`, in the bucket of that number, counted from one."""

    bucket: int
    day: date
    since: int
    until: int


def pieces(buckets: Buckets) -> list[Piece]:
    bounds = pairwise((*buckets.starts, buckets.end))
    return [Piece(number, *part) for number, (start, end) in enumerate(bounds, 1) for part in _parts(start, end)]


def columns(cut: Iterable[Piece]) -> dict[str, list[object]]:
    """As Postgres' unnest takes them."""
    found = list(cut)
    return {f"{name}s": [getattr(piece, name) for piece in found] for name in Piece._fields}


def _parts(start: datetime, end: datetime) -> Iterator[tuple[date, int, int]]:
    while start < end:
        day = start.date()
        midnight = datetime.combine(day, time.min, UTC)
        until = min(end - midnight, _DAY)
        yield day, (start - midnight) // QUARTER, min(until // QUARTER, QUARTERS)
        start = midnight + _DAY
