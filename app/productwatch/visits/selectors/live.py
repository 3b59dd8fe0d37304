"""What happens now."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMinute

from productwatch.catalog import selectors as catalog
from productwatch.platform import clock
from productwatch.visits.periods import QUARTER, Buckets
from productwatch.visits.selectors import counts

MINUTES, TOP = 30, 10
_MINUTE = timedelta(minutes=1)


def last_minutes() -> dict[str, Any]:
    """Visits of the last thirty minutes, the running one last, and the products that are visited most.

    Those are of the running and the two earlier quarters of an hour.
    """
    running = clock.now().replace(second=0, microsecond=0)
    end = running + _MINUTE
    starts = [running - back * _MINUTE for back in reversed(range(MINUTES))]
    rows = counts.hits(Buckets((starts[0],), end)).values(minute=TruncMinute("at")).annotate(visits=Count("*"))
    found = Counter({row["minute"]: row["visits"] for row in rows})
    minutes = [{"start": start.isoformat(), "visits": found[start]} for start in starts]
    quarter = running.replace(minute=running.minute // 15 * 15)
    return {"visits": found.total(), "minutes": minutes, "top": _top(Buckets((quarter - 2 * QUARTER,), end))}


def _top(buckets: Buckets) -> list[dict[str, Any]]:
    rows = list(counts.by_product(buckets)[:TOP])
    names = catalog.product_names(row["product_id"] for row in rows)
    found = ((*names[row["product_id"]], row["visits"]) for row in rows if row["product_id"] in names)
    return [{"slug": slug, "name": name, "visits": visits} for slug, name, visits in found]
