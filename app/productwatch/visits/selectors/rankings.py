"""Which products, and which values of another dimension, were visited most."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from productwatch.catalog import selectors as catalog
from productwatch.platform import paging
from productwatch.platform.cursors import Cursors
from productwatch.visits.models import Quarter
from productwatch.visits.periods import Period
from productwatch.visits.selectors import counts

Row = dict[str, Any]
Dimension = Literal["product", "category", "referrer", "campaign", "device", "browser", "country"]

TOP = 10


def top(period: Period) -> list[Row]:
    return _named(_by_product(period)[:TOP], period)


def most_visited(period: Period, at_most: int) -> list[Row]:
    """The products with the most visits, by name; without visitors, which cost more."""
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


def breakdown(period: Period, dimension: Dimension, cursors: Cursors, cursor: str | None, limit: int) -> Row:
    """The values of the dimension, most visited first; Invalid where the cursor is none of `cursors`."""
    if dimension == "product":
        return product_page(period, cursors, cursor, limit)
    rows = _by_category(period) if dimension == "category" else _by_value(period, dimension)
    ordered = sorted(rows, key=lambda row: (-row["visits"], _place(row)))
    if cursor is not None:
        visits, *place = cursors.position(cursor)
        ordered = [row for row in ordered if (-row["visits"], _place(row)) > (-visits, place)]
    return paging.cut(ordered[: limit + 1], limit, cursors, lambda row: (row["visits"], *_place(row)))


def movers(period: Period, at_most: int = TOP) -> Row:
    """The products that gained and lost the most visits on the period before."""
    now, before = _visits(period), _visits(period.before())
    changes = Counter(now)
    changes.subtract(before)
    ordered = sorted(changes, key=lambda product: (-changes[product], product))
    ends = {
        "up": [product for product in ordered[:at_most] if changes[product] > 0],
        "down": [product for product in reversed(ordered[-at_most:]) if changes[product] < 0],
    }
    names = catalog.product_names({product for products in ends.values() for product in products})
    return {
        way: [
            {"slug": slug, "name": name, "visits": now[product], "before": before[product], "change": changes[product]}
            for product in products
            for slug, name in [names.get(product, ("", ""))]
            if slug
        ]
        for way, products in ends.items()
    }


def totals_by_product(day: date, zone: ZoneInfo) -> list[Row]:
    """Visits and visitors of each product that was visited on one day of a zone, most visited first."""
    period = Period(day, day, zone)
    return counts.with_visitors(_by_product(period), period.days())


def _by_product(period: Period) -> QuerySet[Quarter, Any]:
    return counts.by_product(period.days())


def _visits(period: Period) -> Counter[Any]:
    return Counter({row["product_id"]: row["visits"] for row in _by_product(period)})


def _by_category(period: Period) -> list[Row]:
    rows = counts.with_visitors(_by_product(period), period.days())
    of = catalog.categories_of(row["product_id"] for row in rows)
    names = catalog.category_names({category for category in of.values() if category is not None})
    visits, visitors = Counter[Any](), Counter[Any]()
    for row in rows:
        category = of.get(row["product_id"])
        visits[category] += row["visits"]
        visitors[category] += row["visitors"]
    found = ((names.get(category, ("", "")), category) for category in visits)
    return [
        {"slug": slug, "name": name, "visits": visits[category], "visitors": visitors[category]}
        for (slug, name), category in found
    ]


def _by_value(period: Period, dimension: str) -> list[Row]:
    columns = ("source", "medium", "campaign") if dimension == "campaign" else (dimension,)
    found = counts.hits(period.whole()).values(*columns)
    rows = found.annotate(visits=Count("*"), visitors=Count("visitor", distinct=True))
    renamed = {dimension: "value"} if dimension != "campaign" else {}
    return [{renamed.get(name, name): value for name, value in row.items()} for row in rows]


def _place(row: Row) -> list[Any]:
    return [value for name, value in row.items() if name not in {"visits", "visitors"}]


def _named(rows: Iterable[Row], period: Period) -> list[Row]:
    found = counts.with_visitors(rows, period.days())
    names = catalog.product_names(row["product_id"] for row in found)
    return [_shown(row, *names[row["product_id"]]) for row in found if row["product_id"] in names]


def _shown(row: Row, slug: str, name: str) -> Row:
    return {"slug": slug, "name": name, "visits": row["visits"], "visitors": row["visitors"]}
