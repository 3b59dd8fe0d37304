"""A try of sending ends, or has a time at which it is repeated."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from productwatch.notifications.machine import (
    FIRST_WAIT,
    LONGEST_WAIT,
    OPEN,
    UNCERTAIN_FOR,
    Accepted,
    Later,
    Lost,
    Outcome,
    Refused,
    State,
    Step,
    Withheld,
    after,
    distance,
)
from tests.app.notifications.queued import NOON

reasons = st.text(max_size=10)
outcomes = st.one_of(
    st.builds(Accepted, reasons),
    st.builds(Later, reasons, st.timedeltas(timedelta(), timedelta(days=2))),
    st.builds(Lost, reasons),
    st.builds(Refused, reasons),
    st.builds(Withheld, reasons),
)
jitters = st.floats(0, 1)


def step(outcome: Outcome, attempts: int = 1, jitter: float = 0.0) -> Step:
    return after(outcome, attempts=attempts, now=NOON, jitter=jitter)


def test_ends_when_it_was_accepted() -> None:
    assert step(Accepted("id")) == Step(State.ACCEPTED)


def test_ends_when_it_was_refused_for_good() -> None:
    assert step(Refused("400")) == Step(State.FAILED, "400")


def test_ends_when_mail_is_off() -> None:
    assert step(Withheld("mail_off")) == Step(State.SUPPRESSED, "mail_off")


def test_is_uncertain_for_a_quarter_of_an_hour_when_the_answer_was_lost() -> None:
    assert step(Lost("no answer")) == Step(State.UNCERTAIN, "no answer", NOON + UNCERTAIN_FOR)


def test_is_repeated_after_a_distance_that_grows() -> None:
    waits = [step(Later("429"), attempts).next_attempt_at for attempts in (1, 2, 3)]
    assert waits == [NOON + FIRST_WAIT * times for times in (1, 2, 4)]


def test_waits_as_long_as_the_provider_asks() -> None:
    assert step(Later("429", timedelta(minutes=5))).next_attempt_at == NOON + timedelta(minutes=5)


def test_waits_an_hour_at_most_whatever_the_provider_asks() -> None:
    assert step(Later("429", timedelta(days=1))).next_attempt_at == NOON + LONGEST_WAIT


@given(outcomes, st.integers(1, 10_000), jitters)
def test_is_open_only_with_a_time_to_come(outcome: Outcome, attempts: int, jitter: float) -> None:
    """Open and no time would be lost; ended and a time would be sent again."""
    stands = step(outcome, attempts, jitter)
    assert (stands.state in OPEN) == (stands.next_attempt_at is not None)
    assert stands.next_attempt_at is None or NOON < stands.next_attempt_at <= NOON + LONGEST_WAIT


@given(st.integers(1, 10_000), jitters, jitters)
def test_never_waits_less_after_more_tries(attempts: int, one: float, other: float) -> None:
    """Less by chance, but never below what the try before waited at least."""
    assert distance(attempts + 1, one) >= distance(attempts, 1.0)
    assert FIRST_WAIT / 2 <= distance(attempts, other) <= LONGEST_WAIT
