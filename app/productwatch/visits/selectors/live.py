"""What happens now."""

from datetime import timedelta
from typing import Any

from productwatch.platform import clock
from productwatch.visits.models import Minute
from productwatch.visits.periods import QUARTER, Buckets
from productwatch.visits.selectors.rankings import TOP, most_visited_in

MINUTES = 30
_MINUTE = timedelta(minutes=1)


def last_minutes() -> dict[str, Any]:
    """Visits of the last thirty minutes, the running one last, and the products that are visited most.

    Those are of the running and the two earlier quarters of an hour.
    """
    running = clock.now().replace(second=0, microsecond=0)
    starts = [running - back * _MINUTE for back in reversed(range(MINUTES))]
    found = dict(Minute.objects.filter(start__range=(starts[0], running)).values_list("start", "hits"))
    minutes = [{"start": start.isoformat(), "visits": found.get(start, 0)} for start in starts]
    quarter = running.replace(minute=running.minute // 15 * 15)
    recent = Buckets((quarter - 2 * QUARTER,), quarter + QUARTER)
    return {"visits": sum(found.values()), "minutes": minutes, "top": most_visited_in(recent, TOP)}
