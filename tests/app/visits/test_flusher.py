"""A flusher …"""

from collections.abc import Callable, Iterator
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from productwatch.platform import heartbeat
from productwatch.platform.redis import RedisAway, breaker, redis
from productwatch.visits import salts, stream
from productwatch.visits.services import flusher as module
from productwatch.visits.services import flushing
from productwatch.visits.services.flusher import Flusher
from tests.app.visits.hits import counted, hit, kept, metric, put, read, waiting

NOON = "2024-11-20 12:00"


def pending() -> int:
    return int(redis().xpending(stream.STREAM, stream.GROUP)["pending"])


def comes_true(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = monotonic() + seconds
    while not condition() and monotonic() < deadline:
        sleep(0.02)
    return condition()


def test_takes_what_was_recorded_before_it_ever_ran(stool: str, anonymous: Client, flusher: Flusher) -> None:
    read(anonymous)
    flusher.turn()
    assert (kept(), sum(counted().values()), waiting()) == (1, 1, 0)


def test_takes_a_long_stream_batch_by_batch(stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    put(*(hit().packed() for _ in range(5)))
    assert [flusher.turn(), flusher.turn(), flusher.turn()] == [True, True, False]
    assert (kept(), waiting()) == (5, 0)


def test_shares_the_stream_with_another(stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    other = Flusher()
    put(*(hit().packed() for _ in range(4)))
    for _ in range(2):
        flusher.turn()
        other.turn()
    assert (counted(), waiting()) == ({(stool, NOON): 4}, 0)


def test_that_died_before_it_kept_its_batch_has_it_taken_over(
    stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.prepare()
    put(hit().packed())
    stream.new_entries("dead", 10)
    monkeypatch.setattr(module, "LEFT_AFTER", 0)
    flusher.turn()
    assert (counted(), waiting(), pending()) == ({(stool, NOON): 1}, 0, 0)


def test_that_died_before_it_settled_its_batch_has_it_settled_and_not_counted_again(
    stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.prepare()
    put(hit().packed())
    flushing.flush([entry.packed for entry in stream.new_entries("dead", 10)])
    monkeypatch.setattr(module, "LEFT_AFTER", 0)
    flusher.turn()
    assert (counted(), waiting(), pending()) == ({(stool, NOON): 1}, 0, 0)


def test_leaves_a_living_one_its_batch(stool: str, flusher: Flusher) -> None:
    stream.prepare()
    put(hit().packed())
    stream.new_entries("living", 10)
    flusher.turn()
    assert (kept(), pending()) == (0, 1)


def test_counts_nothing_again_when_redis_is_set_back(stool: str, flusher: Flusher) -> None:
    put(hit().packed(), hit().packed())
    older = redis().dump(stream.STREAM)
    flusher.turn()
    redis().restore(stream.STREAM, 0, older or b"", replace=True)
    another = Flusher()
    another.turn()
    assert (counted(), waiting()) == ({(stool, NOON): 2}, 0)


def test_goes_on_when_redis_has_lost_its_data(transactional_db: None, stool: str, flusher: Flusher) -> None:
    flusher.turn()
    redis().flushdb()
    put(hit().packed())
    assert flusher._turn_safely() > 0
    assert flusher._turn_safely() == module.PAUSE
    assert kept() == 1


def test_settles_what_is_no_hit(stool: str, flusher: Flusher) -> None:
    put(b"nonsense", hit().packed())
    redis().xadd(stream.STREAM, {"v0": "of another format"})
    flusher.turn()
    assert (kept(), waiting(), pending()) == (1, 0, 0)


def test_keeps_its_batch_in_hand_while_the_database_is_away(
    stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> int:
        raise OperationalError

    put(hit().packed())
    with monkeypatch.context() as outage:
        outage.setattr(flushing, "flush", away)
        with pytest.raises(OperationalError):
            flusher.turn()
    flusher.turn()
    assert (kept(), waiting()) == (1, 0)


def test_flushes_its_batch_again_when_redis_went_away_before_it_was_settled(stool: str, flusher: Flusher) -> None:
    put(hit().packed())
    stream.prepare()
    flusher._batch = stream.new_entries("here", 10)
    flusher._tidied = monotonic()
    breaker.open(TimeoutError())
    with pytest.raises(RedisAway):
        flusher.turn()
    breaker.close()
    flusher.turn()
    assert (counted(), waiting()) == ({(stool, NOON): 1}, 0)


def test_waits_longer_each_time_and_as_before_when_all_is_well(transactional_db: None, flusher: Flusher) -> None:
    breaker.open(TimeoutError())
    waits = [flusher._turn_safely() for _ in range(6)]
    breaker.close()
    assert waits == [0.25, 0.5, 1, 2, 4, 5]
    assert (flusher._turn_safely(), flusher._wait) == (module.PAUSE, 0.25)


def test_tells_how_much_waits_and_for_how_long(stool: str, flusher: Flusher) -> None:
    redis().xadd(stream.STREAM, {stream.FIELD: hit().packed()}, id="1-0")
    flusher.turn()
    assert metric("productwatch_visits_backlog") == 1
    assert metric("productwatch_visits_lag_seconds") > 1e9


@pytest.mark.parametrize("destroyed", [True, False])
def test_tells_whether_a_destroyed_salt_is_in_redis_files(db: None, flusher: Flusher, *, destroyed: bool) -> None:
    if destroyed:
        redis().set(salts.TRACES, "")
    flusher.turn()
    assert metric("productwatch_visits_salt_traces") == destroyed


def test_counts_what_comes_under_an_id_that_redis_has_given_before(stool: str, flusher: Flusher) -> None:
    """As after a restart with older data, or with the clock set back."""
    for _ in range(2):
        redis().delete(stream.STREAM)
        redis().xadd(stream.STREAM, {stream.FIELD: hit().packed()}, id="1-0")
        Flusher().turn()
    assert counted() == {(stool, NOON): 2}


def test_forgets_others_that_are_silent_and_owe_nothing(stool: str, flusher: Flusher) -> None:
    stream.prepare()
    put(hit().packed())
    stream.new_entries("owes", 1)
    stream.new_entries("gone", 1)
    stream.retire_consumers(-1)
    assert [found["name"] for found in redis().xinfo_consumers(stream.STREAM, stream.GROUP)] == [b"owes"]


def run_alone(flusher: Flusher) -> None:
    """With a connection of its own, like the process that it usually is."""
    try:
        flusher.run()
    finally:
        connections.close_all()


@pytest.fixture
def running(transactional_db: None, stool: str) -> Iterator[Flusher]:
    flusher = Flusher()
    thread = Thread(target=run_alone, args=[flusher])
    thread.start()
    yield flusher
    flusher.stopping.set()
    thread.join(10)
    assert not thread.is_alive()


def test_makes_a_visit_visible_within_a_second_and_a_half(running: Flusher, anonymous: Client) -> None:
    read(anonymous)
    assert comes_true(lambda: kept() == 1, 1.5)


def test_goes_on_when_its_connection_is_cut(running: Flusher) -> None:
    put(hit().packed())
    assert comes_true(lambda: kept() == 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert cursor.rowcount >= 1
    put(hit().packed())
    assert comes_true(lambda: (kept(), waiting()) == (2, 0))


def test_shows_that_it_lives_while_redis_is_away(running: Flusher) -> None:
    breaker.open(TimeoutError())
    heartbeat.file().unlink(missing_ok=True)
    assert comes_true(heartbeat.file().exists)
    breaker.close()
