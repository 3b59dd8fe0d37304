"""Visits and visitors over time."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from productwatch.visits.dimensions import Dimension
from productwatch.visits.periods import Buckets, Period
from productwatch.visits.selectors import counts
from productwatch.visits.selectors.rankings import top

Row = dict[str, Any]


def analytics(period: Period, product_id: UUID | None = None, *, compare: bool = False) -> Row:
    """Visits and visitors of a product, or of all, in sum and by bucket; buckets in which nothing happened are zero.

    Compared, they come with the sums of the period before. Visitors of an hour are an upper bound.
    """
    buckets = period.buckets()
    found = _series(buckets, product_id)
    series = [
        {"start": period.shown(start), "visits": visits, "visitors": visitors}
        for start, (visits, visitors) in zip(buckets.starts, found, strict=True)
    ]
    told = _totals(period, product_id, found if period.interval == "day" else None) | {"series": series}
    return told | {"before": _before(period, product_id)} if compare else told


def overview(period: Period, *, compare: bool = False) -> Row:
    """The analytics of all products, and the most visited ones."""
    return analytics(period, compare=compare) | {"top": top(period)}


def visits_by_day(period: Period) -> list[tuple[date, int]]:
    """Each day with its visits."""
    buckets = period.days()
    days = (start.astimezone(period.zone).date() for start in buckets.starts)
    return [(day, visits) for day, (visits, _) in zip(days, _series(buckets), strict=True)]


def totals(day: date, zone: ZoneInfo) -> Row:
    """Visits and visitors of one day of a zone."""
    return _totals(Period(day, day, zone))


def _before(period: Period, product_id: UUID | None) -> Row:
    before = period.before()
    days = {"from": before.first.isoformat(), "to": before.last.isoformat()}
    return days | _totals(before, product_id)


def _totals(period: Period, product_id: UUID | None = None, by_day: list[tuple[int, int]] | None = None) -> Row:
    found = _series(period.days(), product_id) if by_day is None else by_day
    return {"visits": sum(visits for visits, _ in found), "visitors": sum(visitors for _, visitors in found)}


def _series(buckets: Buckets, product_id: UUID | None = None) -> list[tuple[int, int]]:
    of = (Dimension.PRODUCT, str(product_id)) if product_id else (Dimension.ALL, "")
    found = counts.series(buckets, *of)
    return [found.get(number, (0, 0)) for number, _ in enumerate(buckets.starts, 1)]
