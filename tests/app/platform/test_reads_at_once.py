"""Of many who ask for the same at once, one reads it anew …"""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from productwatch.platform import reads
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation, kept, reading
from productwatch.platform.redis import redis
from tests.app.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = Representation(b'{"n":1}'), Representation(b'{"n":2}')


def ask(render: Callable[[], Representation]) -> HttpResponse:
    return reads.answer(RequestFactory().get("/"), "thing:a", render)


class Slow:
    """Renders when it is told to go on, and says when it has begun."""

    def __init__(self) -> None:
        self.began, self.may_end, self.times = Event(), Event(), 0

    def __call__(self) -> Representation:
        self.times += 1
        self.began.set()
        assert self.may_end.wait(10)
        return NEW


@pytest.fixture
def slow() -> Iterator[Slow]:
    found = Slow()
    yield found
    found.may_end.set()


@pytest.fixture
def old() -> None:
    """Bytes that a change has made stale."""
    ask(lambda: OLD)
    reads.drop("thing:a")


def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 10)


def beside(slow: Slow, *others: Callable[[], HttpResponse]) -> list[bytes]:
    """What the others get who ask while the first one reads; it ends when they have."""

    def later(other: Callable[[], HttpResponse]) -> Callable[[], HttpResponse]:
        def asked() -> HttpResponse:
            assert slow.began.wait(10)
            try:
                return other()
            finally:
                slow.may_end.set()

        return asked

    _first, *answers = at_once(lambda: ask(slow), *(later(other) for other in others))
    return [answer.content for answer in answers]


def refuses() -> Representation:
    raise AssertionError("the others shall not read")


def test_and_the_others_wait_for_it(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    patient(monkeypatch)

    def looked(seconds: float) -> None:
        """At the first look there is nothing yet."""
        slow.may_end.set()
        Event().wait(seconds)

    monkeypatch.setattr(reading, "sleep", looked)
    assert beside(slow, *[lambda: ask(refuses)] * 5) == [NEW.body] * 5
    assert slow.times == 1


def test_and_the_others_take_young_bytes_where_it_takes_too_long(slow: Slow, old: None) -> None:
    assert beside(slow, lambda: ask(refuses)) == [OLD.body]


def test_and_the_others_take_no_old_bytes(slow: Slow, old: None) -> None:
    age = kept.STALE_SECONDS - kept.DRAFT_SECONDS
    redis().expire("bytes:thing:a:", kept.BYTES_SECONDS - age)
    assert beside(slow, lambda: ask(lambda: NEW)) == [NEW.body]


def test_and_the_others_read_by_themselves_where_it_fails() -> None:
    def missing() -> Representation:
        began.set()
        assert asked.wait(10)
        raise NotFound("none")

    began, asked = Event(), Event()

    def other() -> HttpResponse:
        assert began.wait(10)
        asked.set()
        return ask(lambda: NEW)

    def first() -> HttpResponse:
        with pytest.raises(NotFound):
            ask(missing)
        return HttpResponse()

    assert at_once(first, other)[1].content == NEW.body


def test_and_who_dies_holds_the_others_up_for_a_moment_only() -> None:
    dead = reading.Reading(RequestFactory().get("/"), "thing:a", "")
    assert dead.begun() == (True, None)
    assert ask(lambda: NEW).content == NEW.body
    assert ask(refuses).content == NEW.body


def test_and_who_is_slow_to_begin_takes_what_is_there_by_then() -> None:
    late = reading.Reading(RequestFactory().get("/"), "thing:a", "")
    assert late.found() == (None, False)
    ask(lambda: NEW)
    _leads, found = late.begun()
    assert found is not None
    assert found.body == NEW.body
