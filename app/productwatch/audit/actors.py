"""Who acts, as the log names them."""

from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from django.http import HttpRequest

from productwatch.platform.auth import principal_of
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.limiter.principals import address

USER, API_KEY, ANONYMOUS, SYSTEM = "user", "api-key", "anonymous", "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """`address` is a keyed hash of where a request came from, None where none did."""

    kind: str
    id: UUID | None = None
    address: bytes | None = None

    def known_as(self, user_id: UUID) -> Self:
        """The same, who has just shown to be that user."""
        return replace(self, kind=USER, id=user_id)


THE_SYSTEM = Actor(SYSTEM)
"""What runs by itself, or by a command of whoever runs the installation."""


def actor_of(request: HttpRequest) -> Actor:
    principal = principal_of(request)
    hashed = keyed_hash("audit-address", address(request))[:16]
    if principal is None:
        return Actor(ANONYMOUS, None, hashed)
    if principal.is_key:
        return Actor(API_KEY, principal.session_id, hashed)
    return Actor(USER, principal.user_id, hashed)
