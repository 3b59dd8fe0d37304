"""Who asks: the bearer of an access token, told by its claims unless they were revoked, or of an API key."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from productwatch.platform import api_keys, tokens
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.permissions import Permission, permissions_of
from productwatch.platform.problems import Forbidden, Problem, Unauthorized, Unavailable
from productwatch.platform.revocations import revocations

ANONYMOUS, API_KEY = "anonymous", "api-key"
_HEADER = "HTTP_AUTHORIZATION"
_PRINCIPAL = "productwatch.principal"
"""Where a request's own is noted."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A user who is signed in, or a program of theirs: then `session_id` is that of its API key."""

    user_id: UUID
    role: str
    session_id: UUID
    permissions: frozenset[Permission]
    is_key: bool = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


class SignedInRequest(HttpRequest):
    """A request that SignedIn has let through."""

    auth: Principal


class SignedIn(HttpBearer):
    """Lets through, as `request.auth`, whoever has the permission; without one whoever is signed in, and no API key."""

    def __init__(self, permission: Permission | None = None) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Principal:
        return self.authenticate(request, _shown(request))

    def authenticate(self, request: HttpRequest, token: str) -> Principal:
        principal = _verified(request, token)
        if self.permission is None and principal.is_key:
            raise Forbidden("This needs you to be signed in: an API key will not do.")
        if self.permission is not None and not principal.may(self.permission):
            raise Forbidden(f"This needs the permission {self.permission}.")
        return principal


@cache
def needs(permission: Permission) -> SignedIn:
    """The guard that lets through who has the permission."""
    return SignedIn(permission)


def principal_of(request: HttpRequest) -> Principal | None:
    """Who asks on a route that is open to everybody; None for who shows no good token, or cannot be known now."""
    found: Principal | None = request.META.get(_PRINCIPAL)
    if found is not None or _HEADER not in request.META:
        return found
    try:
        return _verified(request, _shown(request))
    except Problem:
        return None


def let_in(request: HttpRequest, principal: Principal) -> None:
    """Notes who asks where that is told otherwise than by a header."""
    request.META[_PRINCIPAL] = principal


def kind_of(request: HttpRequest) -> str:
    """Which kind of principal has been let in: a role, an `api-key`, or `anonymous` also where nobody has looked."""
    found: Principal | None = request.META.get(_PRINCIPAL)
    if found is None:
        return ANONYMOUS
    return API_KEY if found.is_key else found.role


def _shown(request: HttpRequest) -> str:
    scheme, _, token = request.META.get(_HEADER, "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized
    return str(token).strip()


def _verified(request: HttpRequest, token: str) -> Principal:
    """Once a request, whoever asks: limits, the route and its companions do."""
    found: Principal | None = request.META.get(_PRINCIPAL)
    if found is None:
        of = _of_key if token.startswith(api_keys.START) else _of_token
        found = request.META[_PRINCIPAL] = of(token)
    return found


def _of_token(token: str) -> Principal:
    claims = tokens.verified(tokens.AccessToken, token, required=("sub", "role", "sid"))
    try:
        user_id, session_id, version = UUID(claims["sub"]), UUID(claims["sid"]), int(claims.get("ver", 0))
    except (ValueError, TypeError) as error:
        raise Unauthorized from error
    if revocations.cover(user_id, version) or revocations.cover(session_id):
        raise Unauthorized("The token counts no more: refresh, or sign in again.")
    return Principal(user_id, claims["role"], session_id, permissions_of(claims["role"]))


def _of_key(key: str) -> Principal:
    try:
        found = api_keys.keeper().holder(key)
    except DATABASE_AWAY as error:
        raise Unavailable("Whose this API key is cannot be told now; try again in a moment.", retry_after=3) from error
    if found is None:
        raise Unauthorized("The API key is not valid, or not any more.")
    return Principal(found.user_id, found.role, found.key_id, found.permissions, is_key=True)


signed_in = SignedIn()
