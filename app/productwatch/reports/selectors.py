"""Reading what a report tells."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from productwatch.catalog import selectors as catalog
from productwatch.reports import days
from productwatch.reports.models import Report
from productwatch.visits import selectors as visits

Figures = dict[str, Any]

CHANGES = 100
"""So many a report keeps; an import may make a hundred thousand."""


def figures_of(day: date, zone: ZoneInfo) -> Figures:
    """The day's visits and visitors in all and by product, most visited first, and what was changed, as JSON.

    Of the changes the weightiest are told, and the number of all.
    """
    start, end = days.bounds(day, zone)
    by_product = visits.totals_by_product(day, zone)
    names = catalog.product_names(row["product_id"] for row in by_product)
    totals = visits.totals(day, zone)
    changes, in_all = catalog.changes_of_day(start, end, CHANGES)
    return {
        "day": day.isoformat(),
        "zone": zone.key,
        "start": start.astimezone(zone).isoformat(),
        "end": end.astimezone(zone).isoformat(),
        "visits": totals["visits"],
        "visitors": totals["visitors"],
        "products": [_named(row, *names[row["product_id"]]) for row in by_product if row["product_id"] in names],
        "changes": [_change(row, zone) for row in changes],
        "changes_in_all": in_all,
    }


def figures_kept(day: date) -> Figures | None:
    """What the day's report was made with; None where it is not made."""
    return Report.objects.filter(kind=Report.Kind.DAILY, day=day).values_list("figures", flat=True).first()


def is_mailed(day: date) -> bool:
    return Report.objects.filter(kind=Report.Kind.DAILY, day=day, mailed_at__isnull=False).exists()


def _named(row: dict[str, Any], slug: str, name: str) -> dict[str, Any]:
    return {"slug": slug, "name": name, "visits": row["visits"], "visitors": row["visitors"]}


def _change(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """`fields` are those that became different; `price` is the old and the new one, where it is among them."""
    told = {name: row[name] for name in ("slug", "name", "kind")}
    return {
        **told,
        "at": row["at"].astimezone(zone).isoformat(),
        "fields": sorted(row["diff"]),
        "price": row["diff"].get("price"),
    }
