"""For whom a request counts: who is signed in, else the client's address; never anything that one can make up."""

from ipaddress import IPv6Network, ip_address

from django.http import HttpRequest

from productwatch.platform.auth import principal_of
from productwatch.platform.client_ip import client_ip
from productwatch.platform.keyed_hash import keyed_hash

_SUBSCRIBER = 64
"""Bits of an IPv6 address that tell one subscriber from another: the rest is the subscriber's to choose (RFC 6177)."""


def user_or_address(request: HttpRequest) -> tuple[str, str]:
    """Kind and name of the principal; another kind, such as that of API keys, would have a place here."""
    principal = principal_of(request)
    return ("user", str(principal.user_id)) if principal else ("address", address(request))


def address(request: HttpRequest) -> str:
    found = ip_address(client_ip(request))
    return str(found) if found.version == 4 else str(IPv6Network((int(found), _SUBSCRIBER), strict=False))


def key(policy: str, kind: str, name: str) -> str:
    """Where Redis keeps what the principal owes; from the key nobody learns who it is."""
    return f"limit:{policy}:{keyed_hash('limit', policy, kind, name)[:16].hex()}"
