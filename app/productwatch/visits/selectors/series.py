"""Visits and visitors over time."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from productwatch.visits.periods import Period
from productwatch.visits.selectors import counts
from productwatch.visits.selectors.rankings import top

Row = dict[str, Any]


def analytics(period: Period, product_id: UUID | None = None, *, compare: bool = False) -> Row:
    """Visits and visitors of a product, or of all, in sum and by bucket; buckets in which nothing happened are zero.

    Compared, they come with the sums of the period before.
    """
    buckets = period.buckets()
    visits, visitors = counts.visits(buckets, product_id), counts.visitors(buckets, product_id)
    series = [
        {"start": period.shown(start), "visits": visits[number], "visitors": visitors[number]}
        for number, start in enumerate(buckets.starts, 1)
    ]
    by_day = visitors if period.interval == "day" else counts.visitors(period.days(), product_id)
    found = {"visits": visits.total(), "visitors": by_day.total(), "series": series}
    return found | {"before": _before(period, product_id)} if compare else found


def overview(period: Period, *, compare: bool = False) -> Row:
    """The analytics of all products, and the most visited ones."""
    return analytics(period, compare=compare) | {"top": top(period)}


def visits_by_day(period: Period) -> list[tuple[date, int]]:
    """Each day with its visits, without the visitors, which cost more."""
    buckets = period.days()
    found = counts.visits(buckets)
    return [(start.astimezone(period.zone).date(), found[number]) for number, start in enumerate(buckets.starts, 1)]


def totals(day: date, zone: ZoneInfo) -> Row:
    """Visits and visitors of one day of a zone."""
    return _totals(Period(day, day, zone))


def _before(period: Period, product_id: UUID | None) -> Row:
    before = period.before()
    days = {"from": before.first.isoformat(), "to": before.last.isoformat()}
    return days | _totals(before, product_id)


def _totals(period: Period, product_id: UUID | None = None) -> Row:
    visits = counts.visits(period.whole(), product_id)
    return {"visits": visits.total(), "visitors": counts.visitors(period.days(), product_id).total()}
