"""For whom a request counts: who is signed in, else the client's address; never anything that one can make up."""

from functools import lru_cache
from ipaddress import IPv6Network, ip_address

from django.http import HttpRequest

from productwatch.platform.auth import principal_of
from productwatch.platform.client_ip import client_ip

_SUBSCRIBER = 64
"""Bits of an IPv6 address that tell one subscriber from another: the rest is the subscriber's to choose (RFC 6177)."""


def user_or_address(request: HttpRequest) -> tuple[str, str]:
    """Kind and name of the principal. Each API key counts for itself: no program takes what another one needs."""
    principal = principal_of(request)
    if principal is None:
        return "address", address(request)
    return ("api-key", str(principal.session_id)) if principal.is_key else ("user", str(principal.user_id))


def address(request: HttpRequest) -> str:
    return _subscriber(client_ip(request))


@lru_cache(maxsize=4096)
def _subscriber(found: str) -> str:
    address = ip_address(found)
    return str(address) if address.version == 4 else str(IPv6Network((int(address), _SUBSCRIBER), strict=False))
