"""The key ring as a document: made, read and written here; Ed25519 keys as JWKs (RFC 8037), one of them active.

Imports nothing of Kubernetes, so that a laptop's runner makes its ring with the same lines.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Ring = dict[str, Any]
Jwk = dict[str, str]

_KID = re.compile(r"[a-z0-9-]{1,64}")
_FIXED = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig"}
_KEY_BYTES = 32


class BrokenRing(ValueError):  # noqa: N818 - a verdict on a text
    """The text is no key ring; the message says where, and holds nothing of a key."""


def first_ring(kid: str | None = None) -> Ring:
    """A ring of one new key, which signs."""
    key = _new_key(kid or token_hex(8))
    return {"active": key["kid"], "keys": [key]}


def dumps(ring: Ring) -> str:
    return json.dumps(ring, separators=(",", ":"))


def parse(text: str | bytes) -> Ring:
    """The ring in `text`; BrokenRing where it could not sign, or where a key is not what it says."""
    try:
        ring: Ring = json.loads(text)
    except ValueError:
        raise BrokenRing("it is no JSON") from None
    if not isinstance(ring, dict) or not isinstance(ring.get("keys"), list):
        raise BrokenRing("it has no list of keys")
    for place, key in enumerate(ring["keys"]):
        _check_key(f"keys[{place}]", key)
    _check_kids(ring)
    return ring


def kids(ring: Ring) -> frozenset[str]:
    return frozenset(key["kid"] for key in ring["keys"])


def signing_key(ring: Ring) -> Jwk:
    return next(key for key in ring["keys"] if key["kid"] == ring["active"])


def _new_key(kid: str) -> Jwk:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return {**_FIXED, "kid": kid, "x": _encoded(public), "d": _encoded(private.private_bytes_raw())}


def _check_kids(ring: Ring) -> None:
    if len(kids(ring)) != len(ring["keys"]):
        raise BrokenRing("two keys have the same kid")
    active = next((key for key in ring["keys"] if key["kid"] == ring.get("active")), None)
    if active is None or "d" not in active:
        raise BrokenRing("the active key is not in it, or has no private half")


def _check_key(place: str, key: object) -> None:
    if not isinstance(key, Mapping) or any(key.get(name) != value for name, value in _FIXED.items()):
        raise BrokenRing(f"{place} is no Ed25519 signing key")
    if not isinstance(key.get("kid"), str) or not _KID.fullmatch(key["kid"]):
        raise BrokenRing(f"{place}.kid is not of a-z, 0-9 and -, 1 to 64 of them")
    public = _decoded(f"{place}.x", key.get("x"))
    if "d" in key and _public_half(_decoded(f"{place}.d", key["d"])) != public:
        raise BrokenRing(f"{place}.x is not the public half of its d")


def _public_half(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(place: str, text: object) -> bytes:
    try:
        raw = urlsafe_b64decode(f"{text}=") if isinstance(text, str) else b""
    except ValueError:
        raw = b""
    if len(raw) != _KEY_BYTES or _encoded(raw) != text:
        raise BrokenRing(f"{place} is not {_KEY_BYTES} bytes in base64url")
    return raw
