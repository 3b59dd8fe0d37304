"""A key ring signs, and is refused where it could not."""

import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch_operator.signing_keys.ring import BrokenRing, dumps, first_ring, kids, parse, signing_key

RING = first_ring("first")


def test_has_one_key_that_signs_what_its_public_half_verifies() -> None:
    key = signing_key(parse(dumps(RING)))
    public = {name: value for name, value in key.items() if name != "d"}
    token = jwt.encode({"for": "a test"}, jwt.PyJWK(key), "EdDSA")
    assert jwt.decode(token, jwt.PyJWK(public), ["EdDSA"]) == {"for": "a test"}


def test_is_another_each_time() -> None:
    one, other = first_ring(), first_ring()
    assert kids(one) != kids(other)
    assert signing_key(one)["d"] != signing_key(other)["d"]


def test_may_hold_keys_that_only_verify() -> None:
    old = {name: value for name, value in first_ring("old")["keys"][0].items() if name != "d"}
    assert kids(parse(json.dumps(RING | {"keys": [*RING["keys"], old]}))) == {"first", "old"}


def key(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**RING["keys"][0], **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("ring", "why"),
    [
        ([], "no list of keys"),
        ({"active": "first"}, "no list of keys"),
        ({"active": "first", "keys": []}, "active key"),
        ({"active": "other", "keys": [key()]}, "active key"),
        ({"active": "first", "keys": [key(d=None)]}, "no private half"),
        ({"active": "first", "keys": [key(), key()]}, "same kid"),
        ({"active": "first", "keys": ["first"]}, r"keys\[0\] is no Ed25519"),
        ({"active": "first", "keys": [key(alg="HS256")]}, r"keys\[0\] is no Ed25519"),
        ({"active": "a/b", "keys": [key(kid="a/b")]}, r"keys\[0\].kid"),
        ({"active": "first", "keys": [key(x="AAAA")]}, r"keys\[0\].x is not 32 bytes"),
        ({"active": "first", "keys": [key(x=7)]}, r"keys\[0\].x is not 32 bytes"),
        ({"active": "first", "keys": [key(d=RING["keys"][0]["x"])]}, "not the public half"),
    ],
)
def test_is_refused(ring: Any, why: str) -> None:
    with pytest.raises(BrokenRing, match=why):
        parse(json.dumps(ring))


@given(st.integers(0, len(dumps(RING)) - 1))
def test_is_refused_when_it_was_cut(length: int) -> None:
    with pytest.raises(BrokenRing):
        parse(dumps(RING)[:length])


@given(st.text() | st.binary())
def test_is_refused_with_no_other_error(text: str | bytes) -> None:
    with pytest.raises(BrokenRing):
        parse(text)
