"""The first page: what was visited, what waits, what is sent, and who runs; each part for who may see it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from productwatch.catalog import selectors as catalog
from productwatch.config import health
from productwatch.config.admin.queues import Queues, queues
from productwatch.events import selectors as events
from productwatch.notifications import selectors as notifications
from productwatch.platform import alive, clock
from productwatch.platform.admin.records import may
from productwatch.platform.permissions import Permission
from productwatch.platform.redis import RedisAway
from productwatch.visits import selectors as visits
from productwatch.visits.periods import Period

Part = dict[str, Any]

DAYS, TOP = 14, 5
LATE = timedelta(minutes=1)
"""After which a process has been silent for too long."""


def shown(request: HttpRequest) -> Part:
    """What the template shows; a part that is not for the user is not there, nor read."""
    parts = {
        "visits": (Permission.ANALYTICS_READ, _visits),
        "deliveries": (Permission.DELIVERIES_READ, _deliveries),
        "works": (Permission.ADMIN, _works),
        "open_jobs": (Permission.CATALOG_WRITE, catalog.open_jobs),
    }
    return {name: read() for name, (permission, read) in parts.items() if may(request, permission)}


def _visits() -> Part:
    zone = ZoneInfo(settings.REPORT_TIMEZONE)
    today = clock.now().astimezone(zone).date()
    days = visits.visits_by_day(Period(today - timedelta(days=DAYS - 1), today, zone))
    most = max((count for _, count in days), default=0)
    bars = [{"day": day, "visits": count, "percent": round(100 * count / most) if most else 0} for day, count in days]
    top = visits.most_visited(Period(today - timedelta(days=6), today, zone), TOP)
    return {"today": bars[-1]["visits"], "total": sum(count for _, count in days), "bars": bars, "top": top}


def _deliveries() -> list[Part]:
    """By state, of all kinds."""
    found: dict[str, int] = {}
    for _kind, state, count in notifications.deliveries_by_state():
        found[state] = found.get(state, 0) + count
    return [{"state": state, "count": count} for state, count in sorted(found.items())]


def _works() -> Part:
    waiting = events.waiting()
    return {"queues": _queues(), "events": waiting, "health": _health(), "signs": _signs(clock.now())}


def _health() -> dict[str, str]:
    return {name.replace("_", " ").capitalize(): state for name, state in health.states().items()}


def _queues() -> Queues | None:
    try:
        return queues()
    except RedisAway:
        return None


def _signs(now: datetime) -> list[Part]:
    try:
        found = alive.signs()
    except RedisAway:
        return []
    return [{"kind": sign.kind, "host": sign.host, "at": sign.at, "late": now - sign.at > LATE} for sign in found]
