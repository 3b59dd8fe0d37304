"""Tokens: simplejwt's classes, signed and verified with the key ring."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

import jwt
import orjson
from django.conf import settings
from jwt.utils import base64url_encode
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenError
from rest_framework_simplejwt.tokens import Token

from productwatch.platform import keyring
from productwatch.platform.problems import Unauthorized

API, INTERNAL = "productwatch-api", "productwatch-internal"
"""The audiences: people and programs that use the API, and the operator."""

LEEWAY = 30
"""Seconds that two clocks may differ."""

_HEADER = frozenset({"alg", "kid", "typ"})
"""All that our tokens' headers have. Others name keys in theirs (jwk, jku, x5u, x5c) or what must be understood."""

_REFUSED = "The token is not valid, or not any more: sign in again."


class RingBackend(TokenBackend):
    """One algorithm, one issuer, one audience; the key is found in our ring by `kid`, never where a token points to."""

    def __init__(self, audience: str) -> None:
        super().__init__(keyring.ALGORITHM, audience=audience, issuer=settings.PUBLIC_URL, leeway=LEEWAY)

    def encode(self, payload: dict[str, Any]) -> str:
        """In the compact form (RFC 7515, 7.1), as PyJWT makes it in four times as long."""
        ring = keyring.current()
        header = {"alg": keyring.ALGORITHM, "kid": ring.active, "typ": "JWT"}
        claims = payload | {"aud": self.audience, "iss": self.issuer}
        told = b".".join(base64url_encode(orjson.dumps(part)) for part in (header, claims))
        return b".".join((told, base64url_encode(ring.signing_key.sign(told)))).decode()

    def get_verifying_key(self, token: Any) -> Any:
        """`token` is its text, whatever the library's annotation says."""
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise TokenBackendError(_REFUSED) from error
        kid, keys = header.get("kid"), keyring.current().verifying_keys
        if not header.keys() <= _HEADER or not isinstance(kid, str) or kid not in keys:
            raise TokenBackendError(_REFUSED)
        return keys[kid]


class AccessToken(Token):
    """Lets its bearer in for five minutes."""

    token_type = "access"  # noqa: S105 - a name
    lifetime = timedelta(seconds=settings.ACCESS_TOKEN_SECONDS)

    @property
    def token_backend(self) -> RingBackend:
        return RingBackend(API)


class RefreshToken(AccessToken):
    """Is given for a new pair, once."""

    token_type = "refresh"  # noqa: S105 - a name
    lifetime = timedelta(seconds=settings.REFRESH_TOKEN_SECONDS)


class InternalToken(AccessToken):
    """Lets the operator in at the internal port."""

    token_type = "internal"  # noqa: S105 - a name
    lifetime = timedelta(seconds=60)

    @property
    def token_backend(self) -> RingBackend:
        return RingBackend(INTERNAL)


def signed(kind: type[Token], claims: dict[str, Any], begins: datetime, ends: datetime) -> str:
    """A token of that kind for the API: what it is, and from when to when, beside these claims."""
    stamps = {"token_type": kind.token_type, "iat": int(begins.timestamp()), "exp": int(ends.timestamp())}
    return RingBackend(API).encode(stamps | claims)


def verified(kind: type[Token], token: str, *, required: Iterable[str] = ()) -> dict[str, Any]:
    """The token's claims; Unauthorized where it is of another kind, ring, issuer or audience, or has ended."""
    try:
        claims: dict[str, Any] = kind(cast("Any", token)).payload
    except (TokenError, ValueError, TypeError, OverflowError) as error:
        raise Unauthorized(_REFUSED) from error
    if not all(isinstance(claims.get(name), str) for name in required):
        raise Unauthorized(_REFUSED)
    return claims
