"""What a client is told: the fields of draft-ietf-httpapi-ratelimit-headers-10, «RateLimit header fields for HTTP»."""

from collections.abc import Iterable, Mapping

from productwatch.platform.limiter.gcra import Standing, Verdict

POLICY_FIELD, LIMIT_FIELD = "RateLimit-Policy", "RateLimit"
DESCRIBED = {
    POLICY_FIELD: "the limits that hold here: `q` requests at once, given back evenly over `w` seconds",
    LIMIT_FIELD: "how you stand with them: `r` requests remain, one more is given back after `t` seconds",
}
"""Not in answers that shared caches may keep, nor while Redis is away."""


def fields(verdict: Verdict) -> dict[str, str]:
    """Of a refusal the limit that refuses: Retry-After must not come before any time told beside it."""
    if not verdict.standings:
        return {}
    return {
        POLICY_FIELD: ", ".join(_policy(found) for found in verdict.standings),
        LIMIT_FIELD: ", ".join(_limit(found) for found in _told(verdict)),
    }


def is_shared(headers: Mapping[str, str]) -> bool:
    """Whether a shared cache may give the response to others, to whom one client's numbers say nothing."""
    directives = {part.strip().partition("=")[0].lower() for part in headers.get("Cache-Control", "").split(",")}
    return bool(directives & {"public", "s-maxage"})


def _told(verdict: Verdict) -> Iterable[Standing]:
    return verdict.violated or verdict.standings


def _policy(found: Standing) -> str:
    return f'"{found.policy}";q={found.quota.requests};w={found.quota.seconds}'


def _limit(found: Standing) -> str:
    return f'"{found.policy}";r={found.remaining};t={found.seconds}'
