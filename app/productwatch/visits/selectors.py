"""Reading visits: hits from the quarter-hours, visitors from the hits themselves.

A visitor's hash holds for a UTC day, so visitors of several days are daily visitors added up: who comes again on
another day counts again. A day of another zone than UTC lies in two UTC days; who comes in both counts twice.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum, Value

from productwatch.catalog import selectors as catalog
from productwatch.platform import paging
from productwatch.platform.cursors import Cursors
from productwatch.visits.models import Quarter, Visit
from productwatch.visits.periods import Buckets, Period

Row = dict[str, Any]

TOP = 10


def analytics(period: Period, product_id: UUID | None = None) -> Row:
    """Visits and visitors of a product, or of all, in sum and by bucket; buckets in which nothing happened are zero."""
    buckets = period.buckets()
    visits, visitors = _visits(buckets, product_id), _visitors(buckets, product_id)
    series = [
        {"start": period.shown(start), "visits": visits[number], "visitors": visitors[number]}
        for number, start in enumerate(buckets.starts, 1)
    ]
    by_day = visitors if period.interval == "day" else _visitors(period.days(), product_id)
    return {"visits": visits.total(), "visitors": by_day.total(), "series": series}


def overview(period: Period) -> Row:
    """The analytics of all products, and the most visited ones."""
    return analytics(period) | {"top": _named(_by_product(period)[:TOP], period)}


def visits_by_day(period: Period) -> list[tuple[date, int]]:
    """Each day with its visits, from the quarter-hours alone: visitors would cost a look at each hit."""
    buckets = period.days()
    found = _visits(buckets)
    return [(start.astimezone(period.zone).date(), found[number]) for number, start in enumerate(buckets.starts, 1)]


def most_visited(period: Period, at_most: int) -> list[Row]:
    """The products with the most visits, by name; also from the quarter-hours alone."""
    rows = list(_by_product(period)[:at_most])
    names = catalog.product_names(row["product_id"] for row in rows)
    found = [(names[row["product_id"]], row["visits"]) for row in rows if row["product_id"] in names]
    return [{"slug": slug, "name": name, "visits": visits} for (slug, name), visits in found]


def product_page(period: Period, cursors: Cursors, cursor: str | None, limit: int) -> Row:
    """The products that were visited, most visited first; Invalid where the cursor is none of `cursors`."""
    rows = _by_product(period)
    if cursor is not None:
        visits, product_id = cursors.position(cursor)
        rows = rows.filter(Q(visits__lt=visits) | Q(visits=visits, product_id__gt=product_id))
    page = paging.cut(list(rows[: limit + 1]), limit, cursors, lambda row: (row["visits"], row["product_id"]))
    return page | {"items": _named(page["items"], period)}


def totals(day: date, zone: ZoneInfo) -> Row:
    """Visits and visitors of one day of a zone."""
    buckets = Period(day, day, zone).days()
    return {"visits": _visits(buckets).total(), "visitors": _visitors(buckets).total()}


def totals_by_product(day: date, zone: ZoneInfo) -> list[Row]:
    """Visits and visitors of each product that was visited on one day of a zone, most visited first."""
    period = Period(day, day, zone)
    return _with_visitors(_by_product(period), period)


def _visits(buckets: Buckets, product_id: UUID | None = None) -> Counter[int]:
    rows = _quarters(buckets, product_id).values(bucket=_bucket("start", buckets)).annotate(visits=Sum("hits"))
    return Counter({row["bucket"]: row["visits"] for row in rows})


def _visitors(buckets: Buckets, product_id: UUID | None = None) -> Counter[int]:
    hits = _hits(buckets)
    if product_id:
        hits = hits.filter(product_id=product_id)
    rows = hits.values(bucket=_bucket("at", buckets)).annotate(visitors=Count("visitor", distinct=True))
    return Counter({row["bucket"]: row["visitors"] for row in rows})


def _by_product(period: Period) -> QuerySet[Quarter, Any]:
    rows = _quarters(period.days()).values("product_id").annotate(visits=Sum("hits"))
    return rows.order_by("-visits", "product_id")


def _with_visitors(rows: Iterable[Row], period: Period) -> list[Row]:
    found = list(rows)
    days = period.days()
    hits = _hits(days).filter(product_id__in=[row["product_id"] for row in found])
    daily = hits.values("product_id", day_of_zone=_bucket("at", days)).annotate(
        visitors=Count("visitor", distinct=True)
    )
    visitors = Counter[UUID]()
    for row in daily:
        visitors[row["product_id"]] += row["visitors"]
    return [row | {"visitors": visitors[row["product_id"]]} for row in found]


def _named(rows: Iterable[Row], period: Period) -> list[Row]:
    found = _with_visitors(rows, period)
    names = catalog.product_names(row["product_id"] for row in found)
    return [_shown(row, *names[row["product_id"]]) for row in found if row["product_id"] in names]


def _shown(row: Row, slug: str, name: str) -> Row:
    return {"slug": slug, "name": name, "visits": row["visits"], "visitors": row["visitors"]}


def _quarters(buckets: Buckets, product_id: UUID | None = None) -> QuerySet[Quarter]:
    found = Quarter.objects.filter(start__gte=buckets.start, start__lt=buckets.end)
    return found.filter(product_id=product_id) if product_id else found


def _hits(buckets: Buckets) -> QuerySet[Visit]:
    """The hits of people; the days tell Postgres which partitions to look at."""
    days = {"day__gte": buckets.start.date(), "day__lte": buckets.end.date()}
    return Visit.objects.filter(bot="", at__gte=buckets.start, at__lt=buckets.end, **days)


def _bucket(column: str, buckets: Buckets) -> Func:
    """The number of the bucket, counted from one."""
    thresholds: list[datetime] = list(buckets.starts)
    return Func(F(column), Value(thresholds), function="width_bucket", output_field=IntegerField())
