"""Which products, and which values of another dimension, were visited most."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from productwatch.platform import paging
from productwatch.platform.cursors import Cursors
from productwatch.visits import dimensions
from productwatch.visits.periods import Buckets, Period
from productwatch.visits.selectors import counts, shown, sums

Row = dict[str, Any]
Dimension = Literal["product", "category", "referrer", "campaign", "device", "browser", "country"]

_PRODUCT = dimensions.Dimension.PRODUCT
TOP = 10


def top(period: Period) -> list[Row]:
    """The most visited products."""
    return _told(sums.ranked(period.whole(), _PRODUCT, TOP), period, _PRODUCT)


def most_visited(period: Period, at_most: int) -> list[Row]:
    """The products with the most visits, by name; without visitors, which cost more."""
    return most_visited_in(period.whole(), at_most)


def most_visited_in(span: Buckets, at_most: int) -> list[Row]:
    rows = sums.ranked(span, _PRODUCT, at_most)
    named = shown.by_subject(_PRODUCT, [subject for subject, _ in rows])
    return [named[subject] | {"visits": visits} for subject, visits in rows if subject in named]


def product_page(period: Period, cursors: Cursors, cursor: str | None, limit: int) -> Row:
    """The products that were visited, most visited first; Invalid where the cursor is none of `cursors`."""
    return breakdown(period, "product", cursors, cursor, limit)


def breakdown(period: Period, dimension: Dimension, cursors: Cursors, cursor: str | None, limit: int) -> Row:
    """The values of the dimension, most visited first; Invalid where the cursor is none of `cursors`."""
    kind = dimensions.Dimension[dimension.upper()]
    behind = cast("sums.Sum", tuple(cursors.position(cursor))) if cursor else None
    rows = sums.ranked(period.whole(), kind, limit + 1, behind)
    items = _told(rows[:limit], period, kind)
    ends = [{"position": row} for row in rows]
    return paging.cut(ends, limit, cursors, lambda row: row["position"]) | {"items": items}


def movers(period: Period, at_most: int = TOP) -> dict[str, list[Row]]:
    """The products that gained and that lost the most visits on the period before."""
    rows = sums.moved(period.whole(), period.before().whole(), _PRODUCT, at_most)
    named = shown.by_subject(_PRODUCT, [subject for subject, _, _ in rows])
    told = [
        named[subject] | {"visits": visits, "before": before, "change": visits - before}
        for subject, visits, before in rows
        if subject in named
    ]
    return {"up": [row for row in told if row["change"] > 0], "down": [row for row in told if row["change"] < 0]}


def totals_by_product(day: date, zone: ZoneInfo) -> list[Row]:
    """Visits and visitors of each product that was visited on one day of a zone, most visited first."""
    period = Period(day, day, zone)
    rows = sums.ranked(period.whole(), _PRODUCT, None)
    values = shown.values(subject for subject, _ in rows)
    visitors = counts.visitors(period.days(), _PRODUCT, values)
    return [
        {"product_id": UUID(values[subject]), "visits": visits, "visitors": visitors.get(subject, 0)}
        for subject, visits in rows
    ]


def _told(rows: Iterable[sums.Sum], period: Period, dimension: dimensions.Dimension) -> list[Row]:
    found = dict(rows)
    visitors = counts.visitors(period.days(), dimension, found)
    named = shown.by_subject(dimension, list(found))
    return [
        named[subject] | {"visits": visits, "visitors": visitors.get(subject, 0)}
        for subject, visits in found.items()
        if subject in named
    ]
