"""Days in a time zone: where one begins and ends, and whose report is due. Pure: the time is passed in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments, in UTC, at which the day begins and the next one does: 23 or 25 hours apart where clocks change."""
    return _moment(day, time.min, zone), _moment(day + timedelta(days=1), time.min, zone)


def is_over(day: date, now: datetime, zone: ZoneInfo) -> bool:
    return day < now.astimezone(zone).date()


def due(now: datetime, at: time, zone: ZoneInfo) -> date | None:
    """The day before, once its report's hour has come; None until then.

    An hour that the clocks leave out counts from where they land; of one that comes twice the first counts.
    """
    today = now.astimezone(zone).date()
    return today - timedelta(days=1) if _moment(today, at, zone) <= now else None


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """In UTC, since moments of one zone compare by their wall clocks."""
    return datetime.combine(day, at, zone).astimezone(UTC)
