"""What stands beside the visits: bots, which count nowhere else, and sessions."""

from datetime import timedelta
from typing import Any

from productwatch.visits.dimensions import Dimension
from productwatch.visits.models import Day
from productwatch.visits.periods import Period
from productwatch.visits.selectors import counts, shown, sums

Row = dict[str, Any]


def bots(period: Period) -> list[Row]:
    """How many hits were taken for a bot's, by reason, the most frequent first."""
    rows = sums.ranked(period.whole(), Dimension.BOT, None)
    reasons = shown.values(subject for subject, _ in rows)
    return [{"reason": reasons[subject], "visits": visits} for subject, visits in rows]


def sessions(period: Period) -> Row:
    """Sessions by UTC day, whatever the period's zone; None of a day that is not rolled up yet."""
    days = [period.first + timedelta(days=number) for number in range(period.length)]
    of_all = Day.objects.filter(dimension=Dimension.ALL, day__range=(period.first, period.last))
    found = dict.fromkeys(counts.rolled(days), 0) | dict(of_all.values_list("day", "sessions"))
    told = [{"day": day.isoformat(), "sessions": found.get(day)} for day in days]
    return {"sessions": sum(found.values()), "days": told}
