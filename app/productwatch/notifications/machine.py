"""How far a delivery comes: a pure function of what sending it gave, no clock, no database, no network.

A delivery ends when it was accepted, refused for good or suppressed. Whatever else happens to it, it has a time at
which it is taken up again, so none is ever lost; it is sent again only where nobody can know whether the first went.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=60)
"""How long a worker has for one try; longer than any try takes."""

UNCERTAIN_FOR = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


OPEN = frozenset({State.QUEUED, State.SENDING, State.UNCERTAIN})
"""The states with a time of a next attempt; the others are ends."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message, under its own id for it."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """The message was surely not taken, and may be another time; `wait` is what the provider asked for."""

    reason: str
    wait: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Lost:
    """The message may have been taken: what came instead of an answer does not tell."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The message will never be taken as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """We do not send it."""

    reason: str


Outcome = Accepted | Later | Lost | Refused | Withheld


@dataclass(frozen=True, slots=True)
class Step:
    state: State
    reason: str = ""
    next_attempt_at: datetime | None = None


def after(outcome: Outcome, *, attempts: int, now: datetime, jitter: float) -> Step:
    """Where a delivery stands after a try; `attempts` counts that try, `jitter` is from 0 to 1."""
    match outcome:
        case Accepted():
            return Step(State.ACCEPTED)
        case Later(reason, asked):
            return Step(State.QUEUED, reason, now + min(max(distance(attempts, jitter), asked), LONGEST_WAIT))
        case Lost(reason):
            return Step(State.UNCERTAIN, reason, now + UNCERTAIN_FOR)
        case Refused(reason):
            return Step(State.FAILED, reason)
        case Withheld(reason):
            return Step(State.SUPPRESSED, reason)


def distance(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many tries: twice as long each time up to an hour, less up to half of it at random."""
    longest = min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)
    return longest * (1 - jitter / 2)
