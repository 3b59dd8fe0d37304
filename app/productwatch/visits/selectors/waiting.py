"""Which days wait to be rolled up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from productwatch.platform import clock
from productwatch.visits.dimensions import Dimension
from productwatch.visits.models import Quarter, RolledDay

CLOSED_AFTER = timedelta(hours=1)
"""After its end, a day is rolled; what comes later still is rolled with it anew, as often at most."""

_DAY = timedelta(days=1)


def days_waiting() -> list[date]:
    """The closed days that have quarters, and were not rolled just now, from the oldest on."""
    now = clock.now()
    closed = datetime.combine((now - CLOSED_AFTER).date(), time.min, UTC)
    fresh = set(RolledDay.objects.filter(rolled_at__gt=now - CLOSED_AFTER).values_list("day", flat=True))
    return [day for day in _days_with_quarters(closed) if day not in fresh]


def _days_with_quarters(before: datetime) -> Iterator[date]:
    """Looked up one by one: each is one step in an index."""
    since = datetime.min.replace(tzinfo=UTC)
    while found := _first_quarter(since, before):
        yield found.date()
        since = _start(found.date() + _DAY)


def _first_quarter(since: datetime, before: datetime) -> datetime | None:
    # Every quarter has one of all, or one of a bot.
    found = Quarter.objects.filter(dimension__in=(Dimension.ALL, Dimension.BOT), start__gte=since, start__lt=before)
    return found.order_by("start").values_list("start", flat=True).first()


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
