"""What an issuer tells of itself (OpenID Connect Discovery 1.0), once an hour; while it is away it is left alone."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from productwatch.platform.metrics import OPENID_FAILURES
from productwatch.platform.openid.issuers import Issuer, is_address
from productwatch.platform.openid.outbound import Answer, NoAnswer, Question, ask
from productwatch.platform.openid.problems import AWAY_SECONDS, IssuerAway

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600.0
KEYS_AGAIN_SECONDS = 60.0
"""A key that we do not know has us ask for all of them again, but not oftener."""

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""What an issuer may sign with, if it says that it does; a secret that both know is no signature."""

LEAST_RSA_BITS = 2048
MOST_KEYS = 50

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Metadata:
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    secret_in_body: bool
    tells_iss: bool
    """Whether its answers name it (RFC 9207)."""


class _Kept(Generic[Told]):
    """Something that was asked for, until it is too old; those who need it at the same time wait for one question."""

    def __init__(self, fetch: Callable[[], Told]) -> None:
        self._fetch, self._lock = fetch, Lock()
        self._found: Told | None = None
        self._at = 0.0

    def get(self, longest: float = KEPT_SECONDS) -> Told:
        found = self._found
        if found is not None and monotonic() - self._at < longest:
            return found
        with self._lock:
            if self._found is None or monotonic() - self._at >= longest:
                self._found, self._at = self._fetch(), monotonic()
            return self._found


class Provider:
    """One issuer as this process knows it."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        self._metadata, self._keys = _Kept(self._fetch_metadata), _Kept(self._fetch_keys)
        self._away_until = 0.0

    def metadata(self) -> Metadata:
        """IssuerAway where it cannot be had."""
        return self._metadata.get()

    def key(self, kid: str | None) -> RSAKey | ECKey | OKPKey | None:
        """The key of that name, or the only one where a token names none; None where there is no such key."""
        return _named(self._keys.get(), kid) or _named(self._keys.get(KEYS_AGAIN_SECONDS), kid)

    def asked(self, question: Question) -> Answer:
        """Its answer, unless it is none or says that the server has no answer; then IssuerAway, for a while at once."""
        if monotonic() < self._away_until:
            raise IssuerAway("it was away just now")
        try:
            answer = ask(question)
        except NoAnswer as none:
            raise self._away(str(none)) from none
        if answer.status >= 500 or answer.status == 429:
            raise self._away(f"it answers {answer.status}")
        return answer

    def _fetch_metadata(self) -> Metadata:
        told = self._document(f"{self.issuer.url.rstrip('/')}/.well-known/openid-configuration")
        try:
            return _metadata(told, self.issuer)
        except ValueError as error:
            raise self._away(str(error)) from error

    def _fetch_keys(self) -> KeySet:
        told = self._document(self.metadata().jwks_uri)
        try:
            return _key_set(told)
        except (ValueError, TypeError, KeyError, AttributeError, JoseError) as error:
            raise self._away(f"its keys cannot be read: {type(error).__name__}") from error

    def _document(self, url: str) -> dict[str, Any]:
        answer = self.asked(Question("GET", url, headers={"Accept": "application/json"}))
        if answer.status != 200:
            raise self._away(f"it answers {answer.status}")
        try:
            return json_object(answer.content)
        except ValueError as error:
            raise self._away(str(error)) from error

    def _away(self, reason: str) -> IssuerAway:
        OPENID_FAILURES.labels(self.issuer.name).inc()
        logger.warning("an issuer cannot be asked", extra={"issuer": self.issuer.name, "reason": reason})
        self._away_until = monotonic() + AWAY_SECONDS
        return IssuerAway(reason)


@lru_cache(maxsize=32)
def provider_of(issuer: Issuer) -> Provider:
    """One for each issuer in a process."""
    return Provider(issuer)


def json_object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("it answers no JSON") from None
    if not isinstance(found, dict):
        raise ValueError("it answers no JSON object")  # noqa: TRY004 - the text is wrong, no argument's type
    return found


def _metadata(told: dict[str, Any], issuer: Issuer) -> Metadata:
    if told.get("issuer") != issuer.url:
        raise ValueError("it gives itself another name than the configured one")
    places = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(is_address(place, local=issuer.is_local) for place in places):
        raise ValueError("it names no safe address for what is asked of it")
    algorithms = tuple(name for name in ALGORITHMS if name in _texts(told, "id_token_signing_alg_values_supported"))
    if not algorithms:
        raise ValueError(f"it signs with none of {', '.join(ALGORITHMS)}")
    methods = _texts(told, "token_endpoint_auth_methods_supported")
    in_body = "client_secret_post" in methods and "client_secret_basic" not in methods
    tells_iss = told.get("authorization_response_iss_parameter_supported") is True
    authorization, token, keys = map(str, places)
    return Metadata(authorization, token, keys, algorithms, in_body, tells_iss)


def _texts(told: dict[str, Any], name: str) -> list[str]:
    found = told.get(name)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _key_set(told: dict[str, Any]) -> KeySet:
    """Its signing keys; those of kinds that we do not verify with are left out."""
    given = told["keys"][:MOST_KEYS]
    signing = [key for key in given if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"]
    found = KeySet.import_key_set({"keys": signing})
    return KeySet([key for key in found.keys if _is_strong(key)])


def _is_strong(key: Any) -> bool:
    return not isinstance(key, RSAKey) or key.public_key.key_size >= LEAST_RSA_BITS


def _named(keys: KeySet, kid: str | None) -> RSAKey | ECKey | OKPKey | None:
    found: list[Any] = [key for key in keys.keys if kid is None or key.kid == kid]
    return found[0] if len(found) == 1 else None
