"""Counting hits from the quarter-hours, visitors from the hits themselves."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum, Value

from productwatch.visits.models import Quarter, Visit
from productwatch.visits.periods import Buckets

Row = dict[str, Any]


def visits(buckets: Buckets, product_id: UUID | None = None) -> Counter[int]:
    """By the number of the bucket, counted from one."""
    rows = _quarters(buckets, product_id).values(bucket=_bucket("start", buckets)).annotate(visits=Sum("hits"))
    return Counter({row["bucket"]: row["visits"] for row in rows})


def visitors(buckets: Buckets, product_id: UUID | None = None) -> Counter[int]:
    found = hits(buckets)
    if product_id:
        found = found.filter(product_id=product_id)
    rows = found.values(bucket=_bucket("at", buckets)).annotate(visitors=Count("visitor", distinct=True))
    return Counter({row["bucket"]: row["visitors"] for row in rows})


def by_product(buckets: Buckets) -> QuerySet[Quarter, Any]:
    rows = _quarters(buckets).values("product_id").annotate(visits=Sum("hits"))
    return rows.order_by("-visits", "product_id")


def with_visitors(rows: Iterable[Row], days: Buckets) -> list[Row]:
    found = list(rows)
    of_these = hits(days).filter(product_id__in=[row["product_id"] for row in found])
    daily = of_these.values("product_id", day_of_zone=_bucket("at", days)).annotate(
        visitors=Count("visitor", distinct=True)
    )
    counted = Counter[UUID]()
    for row in daily:
        counted[row["product_id"]] += row["visitors"]
    return [row | {"visitors": counted[row["product_id"]]} for row in found]


def hits(buckets: Buckets) -> QuerySet[Visit]:
    """The hits of people; the days tell Postgres which partitions to look at."""
    return all_hits(buckets).filter(bot="")


def all_hits(buckets: Buckets) -> QuerySet[Visit]:
    days = {"day__gte": buckets.start.date(), "day__lte": buckets.end.date()}
    return Visit.objects.filter(at__gte=buckets.start, at__lt=buckets.end, **days)


def _quarters(buckets: Buckets, product_id: UUID | None = None) -> QuerySet[Quarter]:
    found = Quarter.objects.filter(start__gte=buckets.start, start__lt=buckets.end)
    return found.filter(product_id=product_id) if product_id else found


def _bucket(column: str, buckets: Buckets) -> Func:
    thresholds: list[datetime] = list(buckets.starts)
    return Func(F(column), Value(thresholds), function="width_bucket", output_field=IntegerField())
