"""The limiter: asked by itself, or in a trip to Redis that is made anyway."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from redis.exceptions import NoScriptError

from productwatch.platform.limiter.gcra import NAME, SCRIPT, Standing, Verdict
from productwatch.platform.limiter.names import names
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.redis import RedisAway, guarded
from productwatch.platform.trips import Trip

NOW = ""
"""In place of a time: the server's own."""


class Charge(NamedTuple):
    """A request, to be charged to a principal under a policy; what is owed under `before` goes over to `key`."""

    policy: Policy
    key: str
    before: str | None = None

    @classmethod
    def to(cls, policy: Policy, *who: str) -> "Charge":
        return cls(policy, *names(policy, *who))


class Limiter(Protocol):
    """Charges requests, all the charges of one or none."""

    def charge(self, charges: Sequence[Charge]) -> Verdict:
        """In a trip of its own. RedisAway where Redis does not do it."""

    def join(self, trip: Trip, charges: Sequence[Charge], refusal: str) -> bool:
        """Adds at most one command to the trip and says whether it did; `refusal` is a key that it sets on refusing."""

    def hear(self, charges: Sequence[Charge], answer: Any) -> Verdict:
        """What that command's answer means. RedisAway where Redis did not do it."""

    def forgive(self, charges: Sequence[Charge]) -> None:
        """Nothing is owed under these any more. RedisAway where Redis does not do it."""


class Unlimited:
    """The limiter of those who want none."""

    def charge(self, charges: Sequence[Charge]) -> Verdict:  # noqa: ARG002
        return Verdict(allowed=True, standings=[])

    def join(self, trip: Trip, charges: Sequence[Charge], refusal: str) -> bool:  # noqa: ARG002
        return False

    def hear(self, charges: Sequence[Charge], answer: Any) -> Verdict:  # noqa: ARG002
        return Verdict(allowed=True, standings=[])

    def forgive(self, charges: Sequence[Charge]) -> None:
        pass


class RedisLimiter:
    """By Redis' clock, which is one for all pods. Redis knows the script by name, and anew after each of its starts."""

    def charge(self, charges: Sequence[Charge]) -> Verdict:
        with guarded():
            answer = _answer("EVALSHA", NAME, charges)
            if isinstance(answer, NoScriptError):
                answer = _answer("EVAL", SCRIPT, charges)
        return self.hear(charges, answer)

    def join(self, trip: Trip, charges: Sequence[Charge], refusal: str) -> bool:
        trip.add("EVALSHA", NAME, *_arguments(charges, refusal))
        return True

    def hear(self, charges: Sequence[Charge], answer: Any) -> Verdict:
        if isinstance(answer, NoScriptError):
            return self.charge(charges)
        if isinstance(answer, Exception):  # it is there, but full or a replica
            raise RedisAway from answer
        allowed, *owed = answer
        standings = [_standing(charge.policy, debt) for charge, debt in zip(charges, owed, strict=True)]
        return Verdict(allowed == 1, standings)

    def forgive(self, charges: Sequence[Charge]) -> None:
        trip = Trip()
        trip.add("DEL", *(name for _, *names in charges for name in names if name))
        with guarded():
            trip.go_well()


def in_force() -> Limiter:
    """The installation's."""
    return RedisLimiter() if settings.RATE_LIMITS_ENABLED else Unlimited()


def _answer(command: str, script: str, charges: Sequence[Charge]) -> Any:
    trip = Trip()
    trip.add(command, script, *_arguments(charges))
    (answer,) = trip.go()
    return answer


def _standing(policy: Policy, owed: int) -> Standing:
    return Standing(policy.name, policy.quota, owed)


def _arguments(charges: Sequence[Charge], refusal: str = "") -> list[Any]:
    """Behind the script: how many keys there are, they, and the rest."""
    keys = [charge.key for charge in charges]
    moves = [name for charge in charges if charge.before for name in (charge.before, charge.key)]
    if refusal or moves:
        keys += [refusal, *moves]
    return [len(keys), *keys, NOW, *numbers(charges)]


def numbers(charges: Sequence[Charge]) -> list[int]:
    """The script's arguments behind the time."""
    quotas = [charge.policy.quota for charge in charges]
    return [number for quota in quotas for number in (quota.interval, quota.most)]
