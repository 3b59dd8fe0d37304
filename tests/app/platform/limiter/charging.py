"""Requests charged at a time of the test's choosing, by the limiter's own script on a real server."""

from collections.abc import Iterable, Sequence

from productwatch.platform.limiter.gcra import SCRIPT, Verdict
from productwatch.platform.limiter.limiter import Charge, RedisLimiter, numbers
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.trips import Trip

SECOND = 1_000_000
START = 10**15
"""Microseconds; a time like any other."""


def charges(*policies: Policy, who: str = "somebody") -> list[Charge]:
    return [Charge(policy, f"limit:{policy.name}:{who}") for policy in policies]


def charged_at(time: int, *policies: Policy) -> Verdict:
    (verdict,) = charged_each([time], charges(*policies))
    return verdict


def charged_each(times: Iterable[int], charges: Sequence[Charge]) -> list[Verdict]:
    """One request at each time."""
    trip = Trip()
    keys = [charge.key for charge in charges]
    for time in times:
        trip.add("EVAL", SCRIPT, len(keys), *keys, time, *numbers(charges))
    return [RedisLimiter().hear(charges, answer) for answer in trip.go_well()]
