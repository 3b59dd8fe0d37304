"""The internal port tells metrics to everybody inside, and the keys to the operator alone."""

import io
from pathlib import Path
from typing import Any

import orjson
import pytest

from productwatch.config import internal
from productwatch.platform import keyring
from productwatch.platform.tokens import AccessToken, InternalToken
from productwatch_operator.signing_keys.ring import dumps, first_ring
from productwatch_operator.signing_keys.rotation import promoted, staged


def ask(path: str, token: str = "") -> tuple[str, bytes]:
    answered: list[str] = []
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "REQUEST_METHOD": "GET",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "QUERY_STRING": "",
        "wsgi.input": io.BytesIO(),
    }
    body = b"".join(internal.application(environ, lambda status, _headers, *_more: answered.append(status)))
    return answered[0], body


def test_has_metrics() -> None:
    status, body = ask("/metrics")
    assert status.startswith("200")
    assert b"productwatch_build_info" in body


def test_tells_the_operator_which_keys_are_loaded() -> None:
    _status, body = ask("/internal/v1/signing-keys", str(InternalToken()))
    ring = keyring.current()
    told = {"loaded": [ring.active], "signs_with": ring.active, "revision": ring.revision, "fault": None}
    assert orjson.loads(body) == told


def test_tells_the_operator_of_the_ring_as_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ring.json"
    first = first_ring("first")
    path.write_text(dumps(first))
    monkeypatch.setattr(keyring, "_file", keyring.RingFile(path))
    token = str(InternalToken())
    for ring in (staged(first, "second"), promoted(staged(first, "second"))):
        path.write_text(dumps(ring))
        told = orjson.loads(ask("/internal/v1/signing-keys", token)[1])
        assert (told["loaded"], told["signs_with"], told["fault"]) == (["first", "second"], ring["active"], None)


def test_tells_the_operator_that_the_file_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ring.json"
    path.write_text(dumps(first_ring("first")))
    monkeypatch.setattr(keyring, "_file", keyring.RingFile(path))
    token = str(InternalToken())
    path.write_text(path.read_text()[:50])
    told = orjson.loads(ask("/internal/v1/signing-keys", token)[1])
    assert (told["loaded"], told["fault"][:11]) == (["first"], "no key ring")


@pytest.mark.parametrize("token", ["", "x"])
def test_refuses_who_is_not_the_operator(token: str) -> None:
    assert ask("/internal/v1/signing-keys", token)[0].startswith("401")


def test_refuses_a_persons_token() -> None:
    assert ask("/internal/v1/signing-keys", str(AccessToken()))[0].startswith("401")


def test_has_nothing_else() -> None:
    assert ask("/api/v1/products")[0].startswith("404")
