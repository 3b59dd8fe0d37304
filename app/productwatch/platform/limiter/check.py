"""The limits of one request: asked once, in a trip of their own or in that of the request's read."""

from collections.abc import Sequence
from secrets import token_hex

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from productwatch.platform.limiter import principals
from productwatch.platform.limiter.fields import fields, is_shared
from productwatch.platform.limiter.gcra import Verdict
from productwatch.platform.limiter.limiter import Charge, Limiter
from productwatch.platform.limiter.metrics import CLOSED, REFUSED, UNASKED, unasked
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.problems import QuotaExceeded, Unavailable
from productwatch.platform.redis import RedisAway
from productwatch.platform.trips import Trip

RETRY_AFTER = 3
"""Seconds, while Redis is away."""

_CHECK = "productwatch.limits"


class Check:
    """Found by `of` while its request is answered."""

    def __init__(self, request: HttpRequest, policies: Sequence[Policy], limiter: Limiter) -> None:
        self.is_asked = False
        self._policies, self._limiter = policies, limiter
        self._charges = [_charge(request, policy) for policy in policies]
        self._verdict: Verdict | None = None
        request.META[_CHECK] = self

    def ask(self) -> None:
        """QuotaExceeded where a policy refuses; Unavailable where Redis is away and a policy is closed then."""
        try:
            verdict = self._limiter.charge(self._charges)
        except RedisAway:
            self.lose()
        else:
            self._settle(verdict)

    def join(self, trip: Trip) -> str | None:
        """Asks in that trip; returns a key that will be there if the request is refused."""
        refusal = f"limit:refusal:{token_hex(8)}"
        return refusal if self._limiter.join(trip, self._charges, refusal) else None

    def hear(self, answer: object) -> None:
        """As `ask`, of what the trip has brought."""
        try:
            verdict = self._limiter.hear(self._charges, answer)
        except RedisAway:
            self.lose()
        else:
            self._settle(verdict)

    def lose(self) -> None:
        """Redis cannot be asked: Unavailable where a policy is closed then."""
        self.is_asked = True
        go_on_without(self._policies)

    def tell(self, response: HttpResponseBase) -> None:
        """Adds the fields that tell the client how it stands."""
        if self._verdict and not is_shared(response.headers):
            for name, value in fields(self._verdict).items():
                response.headers[name] = value

    def _settle(self, verdict: Verdict) -> None:
        self.is_asked, self._verdict = True, verdict
        hold_to(verdict)


def of(request: HttpRequest) -> Check | None:
    """That of the request, unless it has none, or it has been asked."""
    found: Check | None = request.META.get(_CHECK)
    return found if found and not found.is_asked else None


def hold_to(verdict: Verdict) -> None:
    """QuotaExceeded where it refuses."""
    if verdict.allowed:
        return
    for found in verdict.violated:
        REFUSED.labels(found.policy).inc()
    raise QuotaExceeded([found.policy for found in verdict.violated], max(found.seconds for found in verdict.violated))


def go_on_without(policies: Sequence[Policy]) -> None:
    """Redis cannot be asked: Unavailable where one of them is closed then."""
    decision = unasked(policies)
    for policy in policies:
        UNASKED.labels(policy.name, decision).inc()
    if decision == CLOSED:
        raise Unavailable("Redis is away, and nobody is let in uncounted; try again soon.", retry_after=RETRY_AFTER)


def _charge(request: HttpRequest, policy: Policy) -> Charge:
    kind, name = ("address", principals.address(request)) if policy.by_address else principals.user_or_address(request)
    return Charge.to(policy, kind, name)
