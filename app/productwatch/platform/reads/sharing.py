"""Lists in shared caches: what everybody is shown alike may be kept outside, where an installation wants that."""

from django.conf import settings
from django.http import HttpRequest

REVALIDATE, PRIVATE = "no-cache", "private, no-cache"


def of_list(request: HttpRequest) -> str:
    """The Cache-Control of a list: shared caches may keep what nobody has signed in for, LISTS_SHARED_SECONDS long.

    As long again they may give it away while they ask for a newer one (RFC 5861 §3); browsers ask each time.
    """
    seconds: int = settings.LISTS_SHARED_SECONDS
    if seconds <= 0 or "HTTP_AUTHORIZATION" in request.META:
        return REVALIDATE
    return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"


def vary_on(cache: str) -> str:
    """The Vary header: a shared answer is for nobody who has signed in."""
    return "Accept-Encoding, Authorization" if cache.startswith("public") else "Accept-Encoding"


def of_stale(cache: str) -> str:
    """What is stale already is not to be kept on."""
    return REVALIDATE if cache.startswith("public") else cache
