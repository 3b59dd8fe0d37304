"""A token lets in only with our key, our issuer and its own audience, kind and time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import time_machine

from productwatch.platform import clock, keyring, tokens
from productwatch.platform.problems import Unauthorized
from productwatch.platform.tokens import AccessToken, InternalToken, RefreshToken, verified
from productwatch_operator.signing_keys.ring import dumps, first_ring


def forged(claims: dict[str, Any], *, kid: Any = None, algorithm: str = "EdDSA", key: Any = None) -> str:
    ring = keyring.current()
    headers = {"kid": ring.active if kid is None else kid}
    return jwt.encode(claims, ring.signing_key if key is None else key, algorithm, headers=headers)


def claims_of(token: AccessToken) -> dict[str, Any]:
    return jwt.decode(str(token), options={"verify_signature": False})


def test_carries_its_claims() -> None:
    token = AccessToken()
    token["role"] = "admin"
    assert verified(AccessToken, str(token))["role"] == "admin"


def test_names_its_key() -> None:
    assert jwt.get_unverified_header(str(AccessToken()))["kid"] == keyring.current().active


@pytest.mark.parametrize("other", [RefreshToken, InternalToken])
def test_of_another_kind_is_refused(other: type[AccessToken]) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, str(other()))


@pytest.mark.parametrize("change", [{"iss": "https://elsewhere.test"}, {"aud": "else"}, {"exp": 1}, {"iat": 9**12}])
def test_with_another_claim_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims_of(AccessToken()) | change))


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "jti", "token_type"])
def test_without_a_claim_is_refused(missing: str) -> None:
    claims = claims_of(AccessToken())
    del claims[missing]
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims))


def test_of_another_ring_is_refused() -> None:
    other = keyring.Ring.parse(dumps(first_ring(keyring.current().active)))
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims_of(AccessToken()), key=other.signing_key))


@pytest.mark.parametrize("kid", ["", "unknown", "../../etc/passwd"])
def test_with_an_unknown_key_is_refused(kid: str) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims_of(AccessToken()), kid=kid))


def test_without_signature_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims_of(AccessToken()), algorithm="none", key=""))


def test_signed_with_the_public_key_as_a_password_is_refused() -> None:
    published = keyring.current().jwks()["keys"][0]["x"]
    with pytest.raises(Unauthorized):
        verified(AccessToken, forged(claims_of(AccessToken()), algorithm="HS256", key=published))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "....", "\0", "é.é.é"])
def test_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unauthorized):
        verified(AccessToken, text)


def test_ends_after_its_time_and_the_leeway() -> None:
    token, begun = str(AccessToken()), clock.now()
    end = begun + AccessToken.lifetime + timedelta(seconds=tokens.LEEWAY)
    with time_machine.travel(end - timedelta(seconds=2), tick=False):
        verified(AccessToken, token)
    with time_machine.travel(end + timedelta(seconds=1), tick=False), pytest.raises(Unauthorized):
        verified(AccessToken, token)


def test_of_a_clock_that_runs_ahead_is_taken_within_the_leeway() -> None:
    with time_machine.travel(clock.now() + timedelta(seconds=tokens.LEEWAY - 2), tick=False):
        token = str(AccessToken())
    assert verified(AccessToken, token)


@pytest.mark.parametrize("minutes", [-2, 2])
def test_of_a_clock_that_is_two_minutes_off_is_refused(minutes: int) -> None:
    away = AccessToken.lifetime if minutes < 0 else timedelta()
    with time_machine.travel(clock.now() - away + timedelta(minutes=minutes), tick=False):
        token = str(AccessToken())
    with pytest.raises(Unauthorized):
        verified(AccessToken, token)


def test_are_nobody_s_fault_while_there_is_no_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = str(AccessToken())
    monkeypatch.setattr(keyring, "_file", keyring.RingFile(tmp_path / "none.json"))
    with pytest.raises(keyring.NoRing):
        verified(AccessToken, token)
