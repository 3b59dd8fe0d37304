"""What of the limiter is measured."""

from collections.abc import Sequence

from prometheus_client import Counter

from productwatch.platform.limiter.policies import Policy

REFUSED = Counter("productwatch_limiter_refused", "Requests that a policy refused.", ["policy"])
UNASKED = Counter(
    "productwatch_limiter_unasked",
    "Requests that went on (open) or were turned away (closed) because Redis could not be asked, by policy.",
    ["policy", "decision"],
)
OPEN, CLOSED = "open", "closed"


def unasked(policies: Sequence[Policy]) -> str:
    """What is decided on a route of these policies while nobody can be asked."""
    return CLOSED if any(policy.closed for policy in policies) else OPEN


def begin_at_zero(policies: Sequence[Policy]) -> None:
    """A counter that begins at zero alerts on its first step."""
    for policy in policies:
        REFUSED.labels(policy.name)
        UNASKED.labels(policy.name, unasked(policies))
