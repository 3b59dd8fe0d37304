"""The limiter: asked by itself, or in a trip to Redis that is made anyway."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from redis.exceptions import NoScriptError

from productwatch.platform.limiter.gcra import NAME, SCRIPT, Standing, Verdict
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.redis import RedisAway, guarded
from productwatch.platform.trips import Trip

NOW = ""
"""In place of a time: the server's own."""


class Charge(NamedTuple):
    """A request, to be charged to a principal under a policy."""

    policy: Policy
    key: str


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
        trip.add("EVALSHA", NAME, len(charges) + 1, *_arguments(charges, refusal))
        return True

    def hear(self, charges: Sequence[Charge], answer: Any) -> Verdict:
        if isinstance(answer, NoScriptError):
            return self.charge(charges)
        if isinstance(answer, Exception):  # it is there, but full or a replica
            raise RedisAway from answer
        allowed, *owed = answer
        standings = [Standing(policy.name, policy.quota, debt) for (policy, _), debt in zip(charges, owed, strict=True)]
        return Verdict(allowed == 1, standings)

    def forgive(self, charges: Sequence[Charge]) -> None:
        trip = Trip()
        trip.add("DEL", *(charge.key for charge in charges))
        with guarded():
            trip.go_well()


def in_force() -> Limiter:
    """The installation's."""
    return RedisLimiter() if settings.RATE_LIMITS_ENABLED else Unlimited()


def _answer(command: str, script: str, charges: Sequence[Charge]) -> Any:
    trip = Trip()
    trip.add(command, script, len(charges), *_arguments(charges))
    (answer,) = trip.go()
    return answer


def _arguments(charges: Sequence[Charge], *further_keys: str) -> list[Any]:
    return [*(charge.key for charge in charges), *further_keys, NOW, *numbers(charges)]


def numbers(charges: Sequence[Charge]) -> list[int]:
    """The script's arguments behind the time."""
    quotas = [charge.policy.quota for charge in charges]
    return [number for quota in quotas for number in (quota.interval, quota.most)]
