"""Who asks: the bearer of an access token, told by its claims, unless they were revoked."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from productwatch.platform import tokens
from productwatch.platform.problems import Forbidden, Unauthorized
from productwatch.platform.revocations import revocations

ADMIN, CUSTOMER, ANONYMOUS = "admin", "customer", "anonymous"
_HEADER = "HTTP_AUTHORIZATION"
_PRINCIPAL = "productwatch.principal"
"""Where a request's own is noted."""


@dataclass(frozen=True, slots=True)
class Principal:
    user_id: UUID
    role: str
    session_id: UUID

    @property
    def is_admin(self) -> bool:
        return self.role == ADMIN


class SignedInRequest(HttpRequest):
    """A request that SignedIn has let through."""

    auth: Principal


class SignedIn(HttpBearer):
    """Lets every signed-in person through, as `request.auth`; `role` lets only that one through."""

    def __init__(self, role: str | None = None) -> None:
        super().__init__()
        self.role = role

    def __call__(self, request: HttpRequest) -> Principal:
        scheme, _, token = request.META.get(_HEADER, "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthorized
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Principal:
        principal = _verified(request, token)
        if self.role not in {None, principal.role}:
            raise Forbidden(f"This needs the role {self.role}.")
        return principal


def principal_of(request: HttpRequest) -> Principal | None:
    """Who asks on a route that is open to everybody; None for who shows no good token."""
    if _HEADER not in request.META:
        return None
    try:
        return signed_in(request)
    except Unauthorized:
        return None


def kind_of(request: HttpRequest) -> str:
    """Which kind of principal has been let in: a role, or `anonymous` also where nobody has looked."""
    found: Principal | None = request.META.get(_PRINCIPAL)
    return found.role if found else ANONYMOUS


def _verified(request: HttpRequest, token: str) -> Principal:
    """Once a request, whoever asks: limits, the route and its companions do."""
    found: Principal | None = request.META.get(_PRINCIPAL)
    if found is None:
        found = request.META[_PRINCIPAL] = _principal(token)
    return found


def _principal(token: str) -> Principal:
    claims = tokens.verified(tokens.AccessToken, token, required=("sub", "role", "sid"))
    try:
        user_id, session_id, version = UUID(claims["sub"]), UUID(claims["sid"]), int(claims.get("ver", 0))
    except (ValueError, TypeError) as error:
        raise Unauthorized from error
    if revocations.cover(user_id, version) or revocations.cover(session_id):
        raise Unauthorized("The token counts no more: refresh, or sign in again.")
    return Principal(user_id, claims["role"], session_id)


signed_in, admin_only = SignedIn(), SignedIn(ADMIN)
