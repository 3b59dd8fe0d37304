"""What can never be kept …"""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from productwatch.platform.redis import RedisAway, breaker
from productwatch.visits import poison, stream
from productwatch.visits.services.flusher import Flusher
from tests.app.visits.hits import hit, kept, metric, put, waiting


def said(**options: bool) -> str:
    answer = io.StringIO()
    call_command("poisoned_visits", stdout=answer, **options)
    return answer.getvalue()


@pytest.fixture
def refusing(stool: str) -> None:
    """Postgres divides by zero at each visit of visitor 7."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE visits_visit ADD CHECK (1 / (get_byte(visitor, 15) - 7) < 2)")


@pytest.mark.usefixtures("refusing")
def test_is_set_aside_with_the_reason(flusher: Flusher) -> None:
    refused = hit(visitor=7).packed()
    put(b"nonsense", hit().packed(), refused)
    flusher.turn()
    assert [(found.reason, found.packed) for found in poison.all_of_it()] == [
        ("broken", b"nonsense"),
        ("refused", refused),
    ]
    assert (kept(), waiting()) == (1, 0)


def test_is_set_aside_once_however_often_its_batch_is_tried(stool: str, flusher: Flusher) -> None:
    put(b"nonsense")
    stream.prepare()
    flusher._batch = stream.new_entries("here", 10)
    breaker.open(TimeoutError())
    with pytest.raises(RedisAway):
        flusher._finish()
    breaker.close()
    flusher._finish()
    assert len(list(poison.all_of_it())) == 1


def test_is_shown_and_measured(stool: str, flusher: Flusher) -> None:
    assert said() == "none\n"
    put(b"nonsense", b"more of it")
    flusher.turn()
    Flusher().turn()
    assert said().splitlines()[-1] == "2 broken"
    assert "b'nonsense'" in said()
    assert metric("productwatch_visits_poisoned") == 2


def test_is_bounded(stool: str, flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_POISON", 3)
    put(*(f"nonsense {number}".encode() for number in range(5)))
    flusher.turn()
    assert [found.packed[-1:] for found in poison.all_of_it()] == [b"2", b"3", b"4"]


def test_may_be_tried_again(stool: str, flusher: Flusher) -> None:
    put(b"nonsense")
    flusher.turn()
    assert said(again=True) == "1 put back\n"
    assert (said(), waiting()) == ("none\n", 1)


def test_cannot_be_shown_without_redis() -> None:
    breaker.open(TimeoutError())
    with pytest.raises(CommandError, match="Redis does not answer"):
        said()
    breaker.close()
