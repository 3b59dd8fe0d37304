"""What was revoked is refused by every process within seconds, and at no cost for each token."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction

from productwatch.platform import redis as redis_module
from productwatch.platform import revocations as module
from productwatch.platform.revocations import LOOK_SECONDS, Revocations, revocations, revoke

ANN, BOB = uuid4(), uuid4()


def another_process() -> Revocations:
    return Revocations(module._recent)


@pytest.fixture
def told() -> None:
    module._tell([(ANN, 3)])


def test_covers_earlier_versions_alone(told: None) -> None:
    assert [another_process().cover(ANN, version) for version in (0, 2, 3, 4)] == [True, True, False, False]
    assert not another_process().cover(BOB)


def test_covers_the_highest_version_told() -> None:
    for version in (2, 10, 9):
        module._tell([(ANN, version)])
    assert another_process().cover(ANN, 9)


def test_looks_once_in_some_seconds(trips: list[object]) -> None:
    process = another_process()
    for _ in range(100):
        process.cover(ANN)
    assert len(trips) == 1


def test_is_heard_of_after_these_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    process = another_process()
    monkeypatch.setattr(module, "monotonic", lambda: 100.0)
    assert not process.cover(ANN)
    module._tell([(ANN, 1)])
    assert not process.cover(ANN)
    monkeypatch.setattr(module, "monotonic", lambda: 100.0 + LOOK_SECONDS)
    assert process.cover(ANN)


def test_holds_until_the_last_token_has_ended(told: None) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=335)):
        assert another_process().cover(ANN)


def test_is_let_go_then(told: None) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10)):
        assert not another_process().cover(ANN)
        module._tell([(BOB, 1)])
    assert redis_module.redis().zcard("revocations") == 1


def test_holds_while_redis_is_away(told: None, monkeypatch: pytest.MonkeyPatch) -> None:
    process = another_process()
    process.cover(ANN)
    process.look_again()
    redis_module.breaker.open(ConnectionError())
    assert process.cover(ANN)
    assert not process.cover(BOB)


@pytest.mark.django_db(transaction=True)
def test_is_told_with_the_commit_or_never() -> None:
    with transaction.atomic():
        revoke(ANN)
        assert not revocations.cover(ANN)
    assert revocations.cover(ANN)
    with transaction.atomic():
        revoke(BOB)
        transaction.set_rollback(True)
    assert not revocations.cover(BOB)


@pytest.mark.django_db(transaction=True)
def test_that_redis_does_not_hear_fails_nothing(caplog: pytest.LogCaptureFixture) -> None:
    redis_module.breaker.open(ConnectionError())
    revoke(ANN)
    assert "tokens that were revoked live on to their end" in caplog.messages
    assert str(ANN) not in caplog.text


def test_is_no_matter_of_how_ids_are_written() -> None:
    module._tell([(UUID("00000000-0000-0000-0000-00000000000a"), 1)])
    assert another_process().cover(UUID(int=10))
