"""Raw rows of visits …"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DataError, connection
from pytest_django.fixtures import Settings

from productwatch.visits import selectors, tasks
from productwatch.visits.services import partitions, rolling
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import dropped, hit, kept

DAY, UTC_ZONE = date(2024, 11, 20), ZoneInfo("UTC")
MANY = 10_000


def test_are_dropped_when_their_days_are_over_and_the_sums_stay(stool: str, settings: Settings) -> None:
    settings.VISITS_RAW_DAYS = 30
    flush(
        [hit(at, visitor=visitor).packed() for visitor in (1, 2) for at in ("2024-11-20T12:00Z", "2024-11-21T12:00Z")]
    )
    with time_machine.travel(datetime(2024, 12, 21, 2, tzinfo=UTC)):
        tasks.close_days()
    assert (partitions.before(date(2025, 1, 1)), kept()) == ([date(2024, 11, 21)], 2)
    assert selectors.totals(DAY, UTC_ZONE) == {"visits": 2, "visitors": 2}


def test_stay_until_their_day_is_rolled_up(stool: str) -> None:
    flush([hit().packed()])
    assert partitions.drop(DAY) is False
    rolling.roll(DAY)
    assert (partitions.drop(DAY), partitions.drop(DAY)) == (True, False)


def test_that_are_gone_let_no_hit_of_their_day_in_again(stool: str) -> None:
    batch = [hit().packed()]
    flush(batch)
    rolling.roll(DAY)
    partitions.drop(DAY)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM visits_incoming")  # as the end of a flusher's own transaction does
    before = dropped("expired")
    assert flush([*batch, hit("2024-11-22T12:00+00:00").packed()]) == 1
    assert (dropped("expired"), selectors.totals(DAY, UTC_ZONE)["visits"]) == (before + 1, 1)


def test_that_are_gone_cannot_be_added_up_again(stool: str) -> None:
    flush([hit().packed()])
    rolling.roll(DAY)
    partitions.drop(DAY)
    with pytest.raises(rolling.CannotRoll, match="are gone"):
        rolling.roll(DAY)


@pytest.mark.parametrize("day", [datetime.now(UTC).date(), date(2199, 1, 1), date(1999, 12, 31)])
def test_of_no_other_days_are_dropped(db: None, day: date) -> None:
    with pytest.raises(DataError):
        partitions.drop(day)


def test_are_kept_and_dropped_by_who_owns_nothing(stool: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE visits_worker; SET LOCAL ROLE visits_worker")
        cursor.execute("SELECT visits_make_partition('2023-05-01'), visits_drop_partition('2023-05-01')")
        assert cursor.fetchone() == (True, True)


def test_take_no_more_than_160_bytes_each_with_their_key(stool: str) -> None:
    noon = datetime(2023, 5, 2, 12, tzinfo=UTC)
    flush([hit(noon + timedelta(milliseconds=number)).packed() for number in range(MANY)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('visits_visit_20230502')")
        assert cursor.fetchone()[0] / MANY <= 160
