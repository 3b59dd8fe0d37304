"""A token's header is an attacker's text: it chooses neither key nor algorithm, and points nowhere."""

from base64 import urlsafe_b64encode
from typing import Any

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

from productwatch.platform import keyring
from productwatch.platform.problems import Unauthorized
from productwatch.platform.tokens import AccessToken, verified
from productwatch_operator.signing_keys.ring import dumps, first_ring

FOREIGN = keyring.Ring.parse(dumps(first_ring("foreign")))
PUBLIC = FOREIGN.jwks()["keys"][0]
ELSEWHERE = "https://elsewhere.test/keys.json"


def crafted(header: dict[str, Any], key: Any = FOREIGN.signing_key, algorithm: str = "EdDSA") -> str:
    """Signed by a key of the attacker's, under a header that no library would write."""
    claims = jwt.decode(str(AccessToken()), options={"verify_signature": False})
    parts = (orjson.dumps({"alg": algorithm, "kid": keyring.current().active} | header), orjson.dumps(claims))
    signed = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = jwt.get_algorithm_by_name(algorithm).sign(signed, key)
    return f"{signed.decode()}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": PUBLIC},
        {"jwk": PUBLIC, "kid": "foreign"},
        {"jku": ELSEWHERE, "kid": "foreign"},
        {"x5u": ELSEWHERE},
        {"x5c": ["MIIB"]},
        {"kid": "x" * 10_000},
        {"kid": "../../../dev/null"},
        {"kid": "' OR 1=1 --"},
        {"kid": 7},
        {"kid": None},
        {"kid": ["foreign"]},
        {"kid": {"foreign": True}},
        {"crit": ["b64"], "b64": False},
        {"alg": "none"},
        {"alg": "nOnE"},
        {"alg": "ES256"},
        {"alg": None},
        {"alg": ["EdDSA"]},
        {"typ": {"a": 1}},
    ],
    ids=lambda header: orjson.dumps(header).decode()[:40],
)
def test_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, crafted(header))


@pytest.mark.parametrize(
    "header", [{"jwk": PUBLIC}, {"jku": ELSEWHERE}, {"x5u": ELSEWHERE}, {"x5c": ["MIIB"]}, {"zip": "DEF"}]
)
def test_that_names_a_key_of_its_own_is_refused_whoever_signed(header: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, crafted(header, keyring.current().signing_key))


def test_of_ours_is_taken() -> None:
    """What the refusals are measured against."""
    assert verified(AccessToken, crafted({}, keyring.current().signing_key))


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
        ("RS256", rsa.generate_private_key(65537, 2048)),
        ("HS512", b"x" * 64),
    ],
)
def test_of_another_algorithm_is_refused(algorithm: str, key: Any) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, crafted({}, key, algorithm))


def test_without_a_kid_is_refused() -> None:
    claims = jwt.decode(str(AccessToken()), options={"verify_signature": False})
    with pytest.raises(Unauthorized):
        verified(AccessToken, jwt.encode(claims, keyring.current().signing_key, keyring.ALGORITHM))


@pytest.mark.django_db
def test_is_not_repeated_in_the_refusal() -> None:
    answer = Client().get("/api/v1/auth/me", headers={"Authorization": f"Bearer {crafted({'kid': 'look-here'})}"})
    assert answer.status_code == 401
    assert b"look-here" not in answer.content
