"""Access tokens that nobody has signed, or signed with what they bring along (RFC 8725, 2)."""

import hmac
from base64 import urlsafe_b64encode
from time import time
from typing import Any

import httpx
import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.security.attack import all_refused, attack, refused
from tests.security.target import API, Target

OWN_KEY = Ed25519PrivateKey.generate()
PEM = OWN_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
OWN_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": urlsafe_b64encode(OWN_KEY.public_key().public_bytes_raw()).rstrip(b"=").decode(),
}


@attack("a token that says it needs no signature")
def unsigned(target: Target) -> str:
    head = target.stranger()
    variants = ("none", "None", "NONE", "nOnE")
    return all_refused([_shown(head, _joined({"alg": name}, _admins(target), "")) for name in variants], 401)


@attack("a token with its own key in the header (jwk)")
def own_key(target: Target) -> str:
    return _signed_by_us(target, {"jwk": OWN_JWK})


@attack("a token that says where its key is to be fetched (jku, x5u)")
def fetched_key(target: Target) -> str:
    there = "http://169.254.169.254/latest/meta-data"
    return _signed_by_us(target, {"jku": there}) and _signed_by_us(target, {"x5u": there})


@attack("a token whose kid is a path, a query, or 10 kB long")
def strange_kid(target: Target) -> str:
    kids = ("../../../../dev/null", "/etc/passwd", "x' OR '1'='1", "k" * 10_000, "")
    return [_signed_by_us(target, {"kid": kid}) for kid in kids][-1]


@attack("a token signed with our public key as if it were a shared secret")
def confused_key(target: Target) -> str:
    stranger = target.stranger()
    (key, *_) = stranger.get("/.well-known/jwks.json").json()["keys"]
    shared = (key["x"].encode(), jwt.utils.base64url_decode(key["x"]), orjson.dumps(key), key["kid"].encode())
    unsigned = _joined({"alg": "HS256", "kid": key["kid"]}, _admins(target), "")
    tokens = [unsigned + _encoded(hmac.digest(secret, unsigned[:-1].encode(), "sha256")) for secret in shared]
    return all_refused([_shown(stranger, token) for token in tokens], 401)


@attack("a token of one's own with another role in it")
def another_role(target: Target) -> str:
    person = target.customer()
    header, claims, signature = person.tokens()["access"].split(".")
    changed = orjson.loads(_unpacked(claims)) | {"role": "admin"}
    token = f"{header}.{_packed(changed)}.{signature}"
    return refused(person.client.get(f"{API}/users", headers={"Authorization": f"Bearer {token}"}), 401)


@attack("a refresh token in the place of an access token, and the reverse")
def swapped(target: Target) -> str:
    person = target.customer()
    pair = person.tokens()
    refused(_shown(person.client, pair["refresh"]), 401)
    return refused(person.client.post(f"{API}/auth/refresh", json={"refresh": pair["access"]}), 401)


def _signed_by_us(target: Target, header: dict[str, Any]) -> str:
    """Under the kid of a real key, unless the header has another."""
    stranger = target.stranger()
    kid = stranger.get("/.well-known/jwks.json").json()["keys"][0]["kid"]
    token = jwt.encode(_admins(target), PEM, "EdDSA", {"kid": kid} | header)
    return refused(_shown(stranger, token), 401, 431)


def _admins(target: Target) -> dict[str, Any]:
    """Claims as good as the admin's own."""
    own = target.admin.tokens()["access"].split(".")[1]
    claims: dict[str, Any] = orjson.loads(_unpacked(own))
    return claims | {"exp": int(time()) + 300}


def _shown(client: httpx.Client, token: str) -> httpx.Response:
    return client.get(f"{API}/users", headers={"Authorization": f"Bearer {token}"})


def _joined(header: dict[str, Any], claims: dict[str, Any], signature: str) -> str:
    return f"{_packed({'typ': 'JWT'} | header)}.{_packed(claims)}.{signature}"


def _packed(part: dict[str, Any]) -> str:
    return _encoded(orjson.dumps(part))


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def _unpacked(part: str) -> bytes:
    return jwt.utils.base64url_decode(part)
