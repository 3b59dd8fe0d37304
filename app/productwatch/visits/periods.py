"""Periods of analytics: whole days of a zone, cut into months, weeks, days or hours as its clocks show them.

A day may have 23, 24, 24.5 or 25 hours, or be left out altogether; an hour that a zone turns back to is one of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from productwatch.platform import clock
from productwatch.platform.problems import invalid

Interval = Literal["hour", "day", "week", "month"]

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
MOST_DAYS: dict[Interval, int] = {"hour": 31, "day": 366, "week": 1830, "month": 3660}
DEFAULT_DAYS = 30
QUARTER = timedelta(minutes=15)

_BELONGS_TO: dict[Interval, Callable[[date], object]] = {
    "day": date.toordinal,
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
}


@dataclass(frozen=True, slots=True)
class Buckets:
    """Instants in UTC: each bucket reaches from its start to the next one's, the last one to `end`."""

    starts: tuple[datetime, ...]
    end: datetime

    @property
    def start(self) -> datetime:
        return self.starts[0]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both inclusive."""

    first: date
    last: date
    zone: ZoneInfo
    interval: Interval = "day"

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """As many days, directly before."""
        return replace(self, first=self.first - timedelta(days=self.length), last=self.first - timedelta(days=1))

    def whole(self) -> Buckets:
        """The period as one bucket."""
        return Buckets((_start_of(self.first, self.zone),), _start_of(self.last + timedelta(days=1), self.zone))

    def days(self) -> Buckets:
        return self._cut("day")

    def buckets(self) -> Buckets:
        """Weeks begin on Monday; the first and the last one, as months do, may lie in the period in part only."""
        if self.interval == "hour":
            return Buckets(tuple(_hours(self.whole(), self.zone)), self.whole().end)
        return self._cut(self.interval)

    def _cut(self, interval: Interval) -> Buckets:
        of = _BELONGS_TO[interval]
        days = [self.first + timedelta(days=number) for number in range(self.length)]
        firsts = [day for day in days if day == self.first or of(day) != of(day - timedelta(days=1))]
        # A day that a zone has left out begins when the next one does.
        return Buckets(tuple(dict.fromkeys(_start_of(day, self.zone) for day in firsts)), self.whole().end)

    def shown(self, instant: datetime) -> str:
        return instant.astimezone(self.zone).isoformat()


def asked_for(first: date | None, last: date | None, zone: str, interval: Interval = "day") -> Period:
    """The period that a request names, by default the last 30 days; Invalid where there can be none."""
    found = _zone(zone)
    until = _possible(last or clock.now().astimezone(found).date(), "#/to")
    since = _possible(first or until - timedelta(days=DEFAULT_DAYS - 1), "#/from")
    if since > until:
        raise invalid("#/from", "must not be after `to`")
    if (until - since).days >= MOST_DAYS[interval]:
        raise invalid("#/from", f"must be at most {MOST_DAYS[interval]} days before the end, by {interval}")
    return Period(since, until, found, interval)


def _possible(day: date, pointer: str) -> date:
    if not EARLIEST <= day <= LATEST:
        raise invalid(pointer, f"must be from {EARLIEST} to {LATEST}")
    return day


def _zone(name: str) -> ZoneInfo:
    if name not in _zones():
        raise invalid("#/tz", "is no IANA time zone")
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the day; where the zone skips midnight, what comes then."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _hours(days: Buckets, zone: ZoneInfo) -> Iterator[datetime]:
    seen = None
    instant = days.start
    while instant < days.end:
        local = instant.astimezone(zone)
        shown = (local.date(), local.hour, local.utcoffset())
        if shown != seen:
            yield instant
        seen = shown
        instant += QUARTER
