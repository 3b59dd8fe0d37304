"""A day runs from midnight to midnight in its zone, and its report is due at an hour of the next one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.reports.days import bounds, due, is_over

BERLIN = ZoneInfo("Europe/Berlin")
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
dates = st.dates(date(2026, 1, 1), date(2036, 12, 31))


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 11, 20), "Europe/Berlin", 24),
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 9, 6), "America/Santiago", 23),
    ],
)
def test_has_as_many_hours_as_the_clocks_give_it(day: date, zone: str, hours: float) -> None:
    start, end = bounds(day, ZoneInfo(zone))
    assert end - start == timedelta(hours=hours)


@given(dates, zones)
def test_begins_where_the_one_before_ends(day: date, zone: ZoneInfo) -> None:
    """Nothing is counted twice, nothing left out, and no moment of another day is in it."""
    start, end = bounds(day, zone)
    assert bounds(day - timedelta(days=1), zone)[1] == start < end
    assert start.astimezone(zone).date() == day
    assert (start - timedelta(seconds=1)).astimezone(zone).date() < day


def test_is_over_at_its_own_midnight() -> None:
    midnight = at("2026-11-21T00:00")
    assert is_over(date(2026, 11, 20), midnight, BERLIN)
    assert not is_over(date(2026, 11, 20), midnight - timedelta(seconds=1), BERLIN)


def test_is_reported_from_the_hour_on() -> None:
    six = at("2026-11-21T06:00")
    assert due(six, time(6), BERLIN) == date(2026, 11, 20)
    assert due(six - timedelta(seconds=1), time(6), BERLIN) is None
    assert due(at("2026-11-21T23:59"), time(6), BERLIN) == date(2026, 11, 20)


def test_is_reported_where_the_clocks_land_when_they_leave_the_hour_out() -> None:
    assert due(at("2026-03-29T01:59"), time(2, 30), BERLIN) is None
    assert due(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), time(2, 30), BERLIN) == date(2026, 3, 28)


def test_is_reported_the_first_time_when_the_hour_comes_twice() -> None:
    assert due(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), time(2, 30), BERLIN) == date(2026, 10, 24)


@given(dates, st.times(), zones)
def test_is_due_within_its_own_next_day(day: date, hour: time, zone: ZoneInfo) -> None:
    """Whatever hour is set, there is a moment of the next day at which the report is due."""
    last_moment = bounds(day + timedelta(days=1), zone)[1] - timedelta(seconds=1)
    assert due(last_moment, hour.replace(microsecond=0), zone) == day
