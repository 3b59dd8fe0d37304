"""The client's address, from a known number of trusted proxies and never from a header that anyone can send.

Each proxy appends to X-Forwarded-For the address that it was called from: with n trusted proxies the n-th entry from
the right was written by the outermost of them, and all before it by whoever called.
"""

from functools import lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - no address to bind to, but none at all


def client_ip(request: HttpRequest) -> str:
    """The address in its canonical form; that of the caller where fewer proxies than trusted have spoken."""
    claimed = _forwarded(request)
    hops: int = settings.TRUSTED_PROXIES
    found = claimed[-hops] if 0 < hops <= len(claimed) else request.META.get("REMOTE_ADDR", "")
    return _canonical(found)


def _forwarded(request: HttpRequest) -> list[str]:
    return [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]


@lru_cache(maxsize=4096)
def _canonical(found: str) -> str:
    try:
        address = ip_address(found.strip("[]"))
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
