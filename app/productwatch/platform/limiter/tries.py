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
    """One try, under all these counts together, which are the caller's `own` or shared with others."""

    def __init__(self, counts: Sequence[Count], *, own: bool) -> None:
        self._limiter, self._is_own = in_force(), own
        self._policies = [policy for policy, _ in counts]
        self._charges = [Charge.to(policy, *names) for policy, names in counts]
        self._is_alone = False

    def begin(self) -> None:
        """QuotaExceeded where there were too many; Unavailable where Redis is away and a policy is closed then."""
        try:
            verdict = self._limiter.charge(self._charges)
        except RedisAway:
            go_on_without(self._policies)
        else:
            self._is_alone = all(found.owed <= found.quota.interval for found in verdict.standings)
            hold_to(verdict)

    def forgive(self) -> None:
        """It was right: neither it nor those before it count. Where Redis is away they do.

        Where it stands alone, under counts of the caller's own, nothing is asked: what it owes runs out by itself.
        """
        if not (self._is_own and self._is_alone):
            with suppress(RedisAway):
                self._limiter.forgive(self._charges)
