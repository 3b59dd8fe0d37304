"""What stands beside the visits: bots, which count nowhere else, and sessions."""

from typing import Any

from django.db.models import Count, F

from productwatch.visits.periods import Period
from productwatch.visits.selectors import counts

Row = dict[str, Any]


def bots(period: Period) -> list[Row]:
    """How many hits were taken for a bot's, by reason, the most frequent first."""
    rows = counts.all_hits(period.whole()).exclude(bot="").values(reason=F("bot")).annotate(visits=Count("*"))
    return [dict(row) for row in rows.order_by("-visits", "reason")]


def sessions(period: Period) -> Row:
    """Sessions by UTC day; None of a day that is not counted yet."""
    days = [day.date().isoformat() for day in period.days().starts]
    return {"sessions": 0, "days": [{"day": day, "sessions": None} for day in days]}
