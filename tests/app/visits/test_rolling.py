"""A day that is rolled up …"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections

from productwatch.visits import selectors, tasks
from productwatch.visits.dimensions import Dimension
from productwatch.visits.models import Day, Month, Quarter
from productwatch.visits.periods import Period
from productwatch.visits.services import days, rolling
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import counted, hit

DAY = date(2024, 11, 20)
PERIOD = Period(date(2024, 11, 18), date(2024, 11, 22), ZoneInfo("Asia/Kathmandu"))
TIMES = ("2024-11-19T23:59", "2024-11-20T00:00", "2024-11-20T12:10", "2024-11-20T12:41", "2024-11-20T23:59")


def come(*times: str, visitor: int = 1, slug: str = "stool") -> list[bytes]:
    batch = [hit(f"{at}+00:00", visitor=visitor, slug=slug).packed() for at in times]
    flush(batch)
    return batch


def answers() -> list[Any]:
    return [selectors.overview(PERIOD), selectors.totals_by_product(DAY, PERIOD.zone), selectors.bots(PERIOD)]


def quarters_of_day() -> int:
    return Quarter.objects.filter(start__range=("2024-11-20T00:00Z", "2024-11-20T23:45Z")).count()


def test_answers_as_it_did_before(stool: str, chair: str) -> None:
    come(*TIMES)
    come(*TIMES[1:], visitor=2, slug=chair)
    flush([hit(bot="crawler").packed()])
    before = answers()
    rolling.roll(DAY)
    assert answers() == before
    assert before[0]["visits"] == 9


def test_leaves_no_quarter_behind(stool: str) -> None:
    come(*TIMES)
    rolling.roll(DAY)
    assert (quarters_of_day(), counted()) == (0, {("stool", "2024-11-19 23:45"): 1})


def test_adds_up_to_its_month(stool: str) -> None:
    come(*TIMES)
    for day in (DAY - timedelta(days=1), DAY):
        rolling.roll(day)
    of_all = Month.objects.get(dimension=Dimension.ALL)
    assert (of_all.month, of_all.hits) == (date(2024, 11, 1), 5)


def test_counts_what_comes_late_at_once_and_its_visitors_when_it_is_rolled_again(stool: str) -> None:
    come(*TIMES)
    rolling.roll(DAY)
    come("2024-11-20T07:00", visitor=2)
    assert selectors.totals(DAY, ZoneInfo("UTC")) == {"visits": 5, "visitors": 1}
    rolling.roll(DAY)
    assert (selectors.totals(DAY, ZoneInfo("UTC")), quarters_of_day()) == ({"visits": 5, "visitors": 2}, 0)


def test_changes_nothing_when_it_is_rolled_again_or_a_batch_comes_again(stool: str) -> None:
    batch = come(*TIMES)
    rolling.roll(DAY)
    before = answers()
    rolling.roll(DAY)
    flush(batch)
    assert answers() == before


def test_tells_its_sessions(stool: str) -> None:
    come(*TIMES)  # at 0:00, 12:10, 12:41 and 23:59: each after more than thirty minutes
    come("2024-11-20T00:10", visitor=2)
    come("2024-11-20T00:40", visitor=2)  # after thirty: still the same one
    period = Period(DAY, DAY, ZoneInfo("UTC"))
    assert selectors.sessions(period) == {"sessions": 0, "days": [{"day": "2024-11-20", "sessions": None}]}
    rolling.roll(DAY)
    assert selectors.sessions(period) == {"sessions": 5, "days": [{"day": "2024-11-20", "sessions": 5}]}


def test_counts_a_session_for_what_it_began_with(stool: str, chair: str) -> None:
    come("2024-11-20T12:00")
    come("2024-11-20T12:05", slug=chair)
    rolling.roll(DAY)
    of_products = Day.objects.filter(dimension=Dimension.PRODUCT)
    assert sorted(of_products.values_list("sessions", flat=True)) == [0, 1]


def test_knows_visitors_of_both_parts_of_a_day_of_any_zone(stool: str) -> None:
    for visitor, times in ((1, ("T03:00", "T20:00")), (2, ("T03:00",)), (3, ("T20:00", "T21:00"))):
        come(*(f"2024-11-20{at}" for at in times), visitor=visitor)
    rolling.roll(DAY)
    kathmandu = ZoneInfo("Asia/Kathmandu")  # its midnight is at 18:15
    assert selectors.totals(DAY, kathmandu) == {"visits": 2, "visitors": 2}
    assert selectors.totals(DAY + timedelta(days=1), kathmandu) == {"visits": 3, "visitors": 2}


STEPS: list[tuple[Any, str]] = [
    (days, "take"),
    *((rolling, name) for name in ("_be_the_only_one", "_read", "_write", "_sum_month")),
]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
def test_is_as_if_nobody_had_tried_where_somebody_was_killed_over_it(
    stool: str, monkeypatch: pytest.MonkeyPatch, module: Any, step: str
) -> None:
    come(*TIMES)
    before = answers()
    with monkeypatch.context() as patched:
        patched.setattr(module, step, _killed_after(getattr(module, step)))
        with pytest.raises(KeyboardInterrupt):
            rolling.roll(DAY)
    assert (answers(), Day.objects.count()) == (before, 0)
    rolling.roll(DAY)
    assert answers() == before


def _killed_after(step: Callable[..., object]) -> Callable[..., None]:
    def killed(*arguments: object) -> None:
        step(*arguments)
        raise KeyboardInterrupt

    return killed


@pytest.mark.parametrize(
    ("now", "waits"),
    [("2024-11-20T23:00", [19]), ("2024-11-21T00:59", [19]), ("2024-11-21T01:00", [19, 20]), ("2024-12-01", [19, 20])],
)
def test_was_over_for_an_hour(stool: str, now: str, waits: list[int]) -> None:
    come(*TIMES)
    flush([hit("2024-11-19T12:00+00:00", bot="crawler").packed()])
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC)):
        assert [day.day for day in selectors.days_waiting()] == waits


def test_is_rolled_again_after_an_hour_and_only_where_something_came(stool: str) -> None:
    come(*TIMES)
    with time_machine.travel(datetime(2024, 12, 1, tzinfo=UTC), tick=False) as traveller:
        assert (tasks.close_days(), tasks.close_days()) == (2, 0)
        come("2024-11-20T09:00")
        assert tasks.close_days() == 0
        traveller.shift(timedelta(minutes=61))
        assert (tasks.close_days(), tasks.close_days()) == (1, 0)


def test_is_not_today(db: None) -> None:
    with time_machine.travel(datetime(2024, 11, 20, 23, tzinfo=UTC)), pytest.raises(CommandError, match="is not over"):
        call_command("reroll_visits", "2024-11-20")


def test_is_rolled_again_by_whoever_doubts_it(stool: str, capsys: pytest.CaptureFixture[str]) -> None:
    come(*TIMES)
    before = answers()
    call_command("reroll_visits", "2024-11-19", "2024-11-20")
    Day.objects.update(hits=7)
    call_command("reroll_visits", "2024-11-19", "2024-11-20")
    assert answers() == before
    assert "2024-11-20 is rolled up" in capsys.readouterr().out


@pytest.fixture
def _no_partition_stays(transactional_db: None) -> Iterator[None]:
    """Where tests commit, rows are deleted after them; other tests look at partitions that are new."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS visits_visit_20241120")


@pytest.mark.usefixtures("_no_partition_stays")
def test_counts_each_hit_once_while_flushers_bring_more(stool: str, chair: str) -> None:
    batches = [[hit(at, slug=slug).packed() for at in _times() for slug in (stool, chair)] for _ in range(6)]

    def bring(batch: list[bytes]) -> None:
        try:
            for start in range(0, len(batch), 20):
                flush(batch[start : start + 20])
            flush(batch)
        finally:
            connections.close_all()

    def roll(_: int) -> None:
        try:
            for _ in range(5):
                rolling.roll(DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        for done in [pool.map(bring, batches), pool.map(roll, range(2))]:
            list(done)
    assert selectors.totals(DAY, ZoneInfo("UTC"))["visits"] == sum(map(len, batches))
    rolling.roll(DAY)
    assert selectors.totals(DAY, ZoneInfo("UTC"))["visits"] == sum(map(len, batches))


def _times() -> list[datetime]:
    return [datetime(2024, 11, 20, tzinfo=UTC) + number * timedelta(minutes=30) for number in range(48)]
