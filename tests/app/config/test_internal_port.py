"""The internal port tells metrics to everybody inside, and the keys to the operator alone."""

import io
from typing import Any

import orjson
import pytest

from productwatch.config import internal
from productwatch.platform import keyring
from productwatch.platform.tokens import AccessToken, InternalToken


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
    active = keyring.current().active
    assert orjson.loads(body) == {"loaded": [active], "signs_with": active}


@pytest.mark.parametrize("token", ["", "x"])
def test_refuses_who_is_not_the_operator(token: str) -> None:
    assert ask("/internal/v1/signing-keys", token)[0].startswith("401")


def test_refuses_a_persons_token() -> None:
    assert ask("/internal/v1/signing-keys", str(AccessToken()))[0].startswith("401")


def test_has_nothing_else() -> None:
    assert ask("/api/v1/products")[0].startswith("404")
