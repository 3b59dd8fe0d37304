"""A period …"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.problems import Invalid
from productwatch.visits.periods import Period, asked_for

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns"]


def starts(first: date, last: date, zone: str, interval: Any = "day") -> list[str]:
    period = Period(first, last, ZoneInfo(zone), interval)
    return [period.shown(start) for start in period.buckets().starts]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_has_days_as_long_as_the_clocks_of_berlin_make_them(day: date, hours: int) -> None:
    assert len(starts(day, day, "Europe/Berlin", "hour")) == hours


def test_of_a_repeated_hour_shows_it_twice() -> None:
    hours = starts(AUTUMN, AUTUMN, "Europe/Berlin", "hour")
    assert hours[2:4] == ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]


def test_shows_the_half_hour_that_lord_howe_repeats_and_the_one_that_it_skips() -> None:
    repeated, skipped = date(2026, 4, 5), date(2026, 10, 4)
    assert starts(repeated, repeated, "Australia/Lord_Howe", "hour")[1:4] == [
        "2026-04-05T01:00:00+11:00",
        "2026-04-05T01:30:00+10:30",
        "2026-04-05T02:00:00+10:30",
    ]
    assert starts(skipped, skipped, "Australia/Lord_Howe", "hour")[1:4] == [
        "2026-10-04T01:00:00+10:30",
        "2026-10-04T02:30:00+11:00",
        "2026-10-04T03:00:00+11:00",
    ]


def test_begins_at_the_midnight_of_its_zone() -> None:
    assert starts(SPRING, SPRING, "Asia/Kathmandu") == ["2026-03-29T00:00:00+05:45"]


def test_begins_later_where_midnight_is_skipped() -> None:
    assert starts(date(2025, 4, 25), date(2025, 4, 25), "Africa/Cairo") == ["2025-04-25T01:00:00+03:00"]


def test_has_no_day_that_its_zone_has_left_out() -> None:
    found = starts(date(2011, 12, 29), date(2011, 12, 31), "Pacific/Apia")
    assert found == ["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"]


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 20), st.sampled_from(ZONES))
def test_is_covered_by_its_buckets_without_gap_or_overlap(first: date, more: int, name: str) -> None:
    zone = ZoneInfo(name)
    last = first + timedelta(days=more)
    hours, days = Period(first, last, zone, "hour").buckets(), Period(first, last, zone).buckets()
    assert (hours.start, hours.end) == (days.start, days.end)
    assert list(hours.starts) == sorted(set(hours.starts))
    assert set(days.starts) <= set(hours.starts)
    assert all(instant.minute % 15 == 0 for instant in hours.starts)
    assert [day.astimezone(zone).date() for day in days.starts] == [first + timedelta(days=n) for n in range(more + 1)]


@pytest.mark.parametrize(("zone", "last"), [("UTC", 20), ("Pacific/Kiritimati", 21), ("Pacific/Pago_Pago", 20)])
def test_that_nobody_names_is_the_last_30_days_of_the_zone(zone: str, last: int) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 11, tzinfo=UTC)):
        period = asked_for(None, None, zone)
    assert (period.last, period.last - period.first) == (date(2026, 11, last), timedelta(days=29))


NOV_1, NOV_2 = date(2026, 11, 1), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ((NOV_2, NOV_1, "UTC"), "#/from"),
        ((date(1999, 12, 31), NOV_1, "UTC"), "#/from"),
        ((NOV_1, date(2100, 1, 1), "UTC"), "#/to"),
        ((date.min, None, "UTC"), "#/from"),
        ((None, date.max, "UTC"), "#/to"),
        ((None, date.min, "UTC"), "#/to"),
        ((NOV_1, date(2027, 11, 2), "UTC"), "#/from"),
        ((NOV_1, date(2026, 12, 2), "UTC", "hour"), "#/from"),
        ((NOV_1, NOV_2, "Europe/Nowhere"), "#/tz"),
        ((NOV_1, NOV_2, "America"), "#/tz"),
        ((NOV_1, NOV_2, "../etc/passwd"), "#/tz"),
        ((NOV_1, NOV_2, ""), "#/tz"),
    ],
)
def test_that_cannot_be_is_refused(asked: Any, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked_for(*asked)
    assert refused.value.members["errors"][0]["pointer"] == pointer


def test_may_be_as_long_as_is_allowed() -> None:
    assert len(asked_for(NOV_1, date(2027, 11, 1), "UTC").days().starts) == 366
    assert len(asked_for(NOV_1, date(2026, 12, 1), "UTC", "hour").days().starts) == 31


def test_is_cut_into_weeks_from_monday_and_into_months() -> None:
    assert starts(date(2026, 10, 30), date(2026, 11, 9), "UTC", "week") == [
        "2026-10-30T00:00:00+00:00",
        "2026-11-02T00:00:00+00:00",
        "2026-11-09T00:00:00+00:00",
    ]
    assert starts(date(2026, 10, 30), date(2026, 11, 9), "Europe/Berlin", "month") == [
        "2026-10-30T00:00:00+01:00",
        "2026-11-01T00:00:00+01:00",
    ]


def test_has_as_many_days_before_it() -> None:
    before = Period(date(2026, 3, 1), date(2026, 3, 3), ZoneInfo("UTC")).before()
    assert (before.first, before.last) == (date(2026, 2, 26), date(2026, 2, 28))
