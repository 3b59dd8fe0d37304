"""Every kind of principal that exists, and what only looks like one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import jwt

from productwatch.accounts.models import Role, User
from productwatch.platform import clock, keyring, tokens
from productwatch.platform.tokens import AccessToken, InternalToken, RefreshToken
from productwatch_operator.signing_keys.ring import dumps, first_ring


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: `role` is what the token counts as, None where it counts as nobody."""

    name: str
    role: str | None
    token: Callable[[], str | None]
    is_active: bool = True

    def __str__(self) -> str:
        return self.name

    def may_call(self, needed: str | None) -> bool:
        """Whether an operation that needs this role ("" any, None nobody) is for this principal."""
        return needed is None or (self.role is not None and needed in {"", self.role})


def issued_to(role: str, kind: type[AccessToken] = AccessToken, *, is_active: bool = True) -> AccessToken:
    """A token as somebody of that role gets it who is there from now on."""
    user = User.objects.create(email=f"{uuid4().hex}@example.com", role=role, is_active=is_active)
    token = kind()
    token.payload |= {"sub": str(user.id), "role": user.role, "sid": str(uuid4())}
    return token


def expired() -> str:
    token = issued_to(Role.ADMIN)
    token.set_exp(from_time=clock.now() - timedelta(seconds=tokens.LEEWAY + 1), lifetime=timedelta())
    return str(token)


def resigned(key: object, algorithm: str = keyring.ALGORITHM, **claimed: str) -> str:
    """An admin's token, signed anew under the name of our key."""
    claims = jwt.decode(str(issued_to(Role.ADMIN)), options={"verify_signature": False}) | claimed
    return jwt.encode(claims, key, algorithm, headers={"kid": keyring.current().active})  # type: ignore[arg-type]


def of_a_foreign_ring() -> str:
    return resigned(keyring.Ring.parse(dumps(first_ring(keyring.current().active))).signing_key)


def for_others(**claimed: str) -> str:
    return resigned(keyring.current().signing_key, **claimed)


def of_an_unknown_role() -> str:
    token = issued_to(Role.CUSTOMER)
    token["role"] = "root"
    return str(token)


PRINCIPALS = [
    Principal("anonymous", None, lambda: None),
    Principal("a customer", "customer", lambda: str(issued_to(Role.CUSTOMER))),
    Principal("a stranger", "customer", lambda: str(issued_to(Role.CUSTOMER))),
    Principal("an admin", "admin", lambda: str(issued_to(Role.ADMIN))),
    Principal("a deactivated customer", "customer", lambda: str(issued_to(Role.CUSTOMER, is_active=False)), False),
    Principal("a deactivated admin", "admin", lambda: str(issued_to(Role.ADMIN, is_active=False)), False),
    Principal("the operator", None, lambda: str(InternalToken())),
    Principal("the operator as an admin", None, lambda: str(issued_to(Role.ADMIN, InternalToken))),
    Principal("an admin's refresh token", None, lambda: str(issued_to(Role.ADMIN, RefreshToken))),
    Principal("an expired token", None, expired),
    Principal("a token of a foreign ring", None, of_a_foreign_ring),
    Principal("an admin's token for another audience", None, lambda: for_others(aud=tokens.INTERNAL)),
    Principal("an admin's token of another issuer", None, lambda: for_others(iss="https://elsewhere.test")),
    Principal("a token of no algorithm", None, lambda: resigned(None, "none")),
    Principal("a token of an unknown role", "root", of_an_unknown_role),
    Principal("a token that is none", None, lambda: "x.y.z"),
]
