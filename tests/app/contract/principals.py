"""Every kind of principal that exists, and what only looks like one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import jwt

from productwatch.accounts.models import ApiKey, Role, User
from productwatch.accounts.services import keys
from productwatch.accounts.services.keys import Wish
from productwatch.audit.actors import THE_SYSTEM
from productwatch.platform import api_keys, clock, keyring, tokens
from productwatch.platform.permissions import ROLES, Permission
from productwatch.platform.tokens import AccessToken, InternalToken, RefreshToken
from productwatch_operator.signing_keys.ring import dumps, first_ring


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: `permissions` are what the token counts for, None where it counts as nobody."""

    name: str
    permissions: frozenset[str] | None
    token: Callable[[], str | None]
    is_active: bool = True
    is_key: bool = False

    def __str__(self) -> str:
        return self.name

    def may_call(self, needed: str | None) -> bool:
        """Whether an operation that needs this permission ("" signing in, None nothing) is for this principal."""
        if needed is None or self.permissions is None:
            return needed is None
        return needed in self.permissions if needed else not self.is_key


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


def of_role(role: str, *, is_active: bool = True) -> Principal:
    name = f"{'a' if is_active else 'a deactivated'} {role}"
    return Principal(name, ROLES[role], lambda: str(issued_to(role, is_active=is_active)), is_active)


def key(*scopes: str, owner: str = Role.ADMIN, **owner_then: object) -> str:
    """An API key of these scopes; of its owner, something is different by now."""
    user = User.objects.create(email=f"{uuid4().hex}@example.com", role=owner)
    _, made = keys.make(user.id, Wish("a program", list(scopes), 1), THE_SYSTEM)
    User.objects.filter(id=user.id).update(**owner_then)
    return made


def key_of(scope: str) -> Principal:
    return Principal(f"an API key of {scope}", frozenset({scope}), lambda: key(scope), is_key=True)


def spoilt(**row: object) -> str:
    made = key(Permission.ADMIN, Permission.CATALOG_WRITE)
    ApiKey.objects.filter(start=made[: api_keys.SHOWN]).update(**row)
    return made


def another_secret() -> str:
    """A key that was made here, but is another than what is kept under its beginning."""
    made = api_keys.new_key()
    spoilt(start=made[: api_keys.SHOWN])
    return made


PRINCIPALS = [
    Principal("anonymous", None, lambda: None),
    *(of_role(role, is_active=is_active) for is_active in (True, False) for role in ROLES),
    replace(of_role(Role.CUSTOMER), name="a stranger"),
    *map(key_of, Permission),
    Principal("an API key that was revoked", None, lambda: spoilt(revoked_at=clock.now()), is_key=True),
    Principal("an API key that has ended", None, lambda: spoilt(expires_at=clock.now()), is_key=True),
    Principal("an API key of another secret", None, another_secret, is_key=True),
    Principal("an API key that is made up", None, lambda: f"pw_{'x' * 40}", is_key=True),
    Principal("an API key of somebody deactivated", None, lambda: key(Permission.ADMIN, is_active=False), is_key=True),
    Principal(
        "an API key of who was an admin once",
        frozenset(),
        lambda: key(Permission.ADMIN, Permission.CATALOG_WRITE, role=Role.CUSTOMER),
        is_key=True,
    ),
    Principal("the operator", None, lambda: str(InternalToken())),
    Principal("the operator as an admin", None, lambda: str(issued_to(Role.ADMIN, InternalToken))),
    Principal("an admin's refresh token", None, lambda: str(issued_to(Role.ADMIN, RefreshToken))),
    Principal("an expired token", None, expired),
    Principal("a token of a foreign ring", None, of_a_foreign_ring),
    Principal("an admin's token for another audience", None, lambda: for_others(aud=tokens.INTERNAL)),
    Principal("an admin's token of another issuer", None, lambda: for_others(iss="https://elsewhere.test")),
    Principal("a token of no algorithm", None, lambda: resigned(None, "none")),
    Principal("a token of an unknown role", frozenset(), of_an_unknown_role),
    Principal("a token that is none", None, lambda: "x.y.z"),
]
