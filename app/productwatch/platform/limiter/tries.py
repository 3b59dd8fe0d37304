"""Tries of a secret: counted before they are judged, so that many at once are not one; a right one takes it back."""

from collections.abc import Sequence
from contextlib import suppress

from productwatch.platform.limiter.check import go_on_without, hold_to
from productwatch.platform.limiter.limiter import Charge, in_force
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.redis import RedisAway

Count = tuple[Policy, tuple[str, ...]]
"""A policy, and the names under which it counts."""


class Tries:
    """One try, under all these counts together."""

    def __init__(self, counts: Sequence[Count]) -> None:
        self._limiter = in_force()
        self._policies = [policy for policy, _ in counts]
        self._charges = [Charge.to(policy, *names) for policy, names in counts]

    def begin(self) -> None:
        """QuotaExceeded where there were too many; Unavailable where Redis is away and a policy is closed then."""
        try:
            verdict = self._limiter.charge(self._charges)
        except RedisAway:
            go_on_without(self._policies)
        else:
            hold_to(verdict)

    def forgive(self) -> None:
        """It was right: neither it nor those before it count. Where Redis is away they do."""
        with suppress(RedisAway):
            self._limiter.forgive(self._charges)
