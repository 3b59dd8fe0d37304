"""A trip to Redis …"""

import os
from threading import Thread

import pytest
from redis import ResponseError

from productwatch.platform import trips as trips_module
from productwatch.platform.redis import redis
from productwatch.platform.trips import Trip


def trip_of(*commands: tuple[str | bytes | int, ...]) -> Trip:
    trip = Trip()
    for command in commands:
        trip.add(*command)
    return trip


def test_answers_each_command_in_its_place() -> None:
    assert trip_of(("SET", "a", b"\xff"), ("GET", "a"), ("GET", "none"), ("INCR", "n")).go() == [
        b"OK",
        b"\xff",
        None,
        1,
    ]


def test_is_sent_at_once(trips: list[object]) -> None:
    trip_of(("SET", "a", 1), ("GET", "a")).go()
    assert len(trips) == 1


def test_answers_a_refused_command_with_the_refusal() -> None:
    refused, after = trip_of(("INCR", "a", "b"), ("SET", "a", 1)).go()
    assert isinstance(refused, ResponseError)
    assert after == b"OK"


def test_that_is_to_go_well_raises_a_refusal() -> None:
    with pytest.raises(ResponseError):
        trip_of(("SET", "a", 1), ("INCR", "a", "b")).go_well()


def test_goes_on_where_the_server_has_closed_an_idle_connection() -> None:
    trip_of(("PING",)).go()
    redis().client_kill_filter(_type="normal", skipme=True)
    assert trip_of(("SET", "a", 1)).go() == [b"OK"]


def test_that_is_broken_off_leaves_no_answer_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trips_module, "_answer", broken_off)
    with pytest.raises(KeyboardInterrupt):
        trip_of(("ECHO", "ours")).go()
    monkeypatch.undo()
    assert trip_of(("ECHO", "theirs")).go() == [b"theirs"]


def test_has_a_connection_of_its_threads_own() -> None:
    seen: list[object] = [trip_of(("CLIENT", "ID")).go()[0]]
    thread = Thread(target=lambda: seen.append(trip_of(("CLIENT", "ID")).go()[0]))
    thread.start()
    thread.join()
    assert trip_of(("CLIENT", "ID")).go()[0] == seen[0] != seen[1]


def test_never_speaks_over_the_connection_of_a_parent_process() -> None:
    ours = trip_of(("CLIENT", "ID")).go()[0]
    child = os.fork()
    if not child:
        os._exit(trip_of(("CLIENT", "ID")).go()[0] == ours)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert trip_of(("CLIENT", "ID")).go() == [ours]
