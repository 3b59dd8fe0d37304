"""Conditions keep the time of their last flip, and tell of nothing twice."""

from datetime import UTC, datetime

from productwatch_operator.conditions import Condition, flips, merged

NOON, LATER = datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)
READY, WAITING = Condition("Ready", "True", "Here", "It is."), Condition("Ready", "False", "Away", "It is not.")


def test_carry_the_generation_that_they_are_about() -> None:
    assert merged([], [READY], 7, NOON)[0]["observedGeneration"] == 7


def test_keep_their_time_while_the_status_stays() -> None:
    other = Condition("Ready", "True", "Again", "Still.")
    assert merged(merged([], [READY], 1, NOON), [other], 2, LATER)[0] == {
        "type": "Ready",
        "status": "True",
        "reason": "Again",
        "message": "Still.",
        "observedGeneration": 2,
        "lastTransitionTime": "2026-11-01T12:00:00Z",
    }


def test_move_their_time_when_the_status_flips() -> None:
    assert merged(merged([], [READY], 1, NOON), [WAITING], 1, LATER)[0]["lastTransitionTime"] == "2026-11-01T13:00:00Z"


def test_are_told_when_they_flip() -> None:
    assert flips([], [READY]) == [READY]
    assert flips(merged([], [WAITING], 1, NOON), [READY]) == [READY]


def test_are_not_told_when_only_the_message_changes() -> None:
    assert flips(merged([], [READY], 1, NOON), [Condition("Ready", "True", "Here", "Other words.")]) == []
