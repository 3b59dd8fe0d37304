"""The app admits the operator's token at its internal port, and tells it its keys."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings

from productwatch_operator.signing_keys.pods import PATH
from productwatch_operator.signing_keys.ring import first_ring, parse
from productwatch_operator.signing_keys.tokens import internal_token


@pytest.fixture(autouse=True, scope="module")
def _django() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", "productwatch.config.settings")
        django.setup()


def asked_with(token: str) -> tuple[str, Any]:
    """Status and body of the app's answer."""
    from productwatch.config.internal import application  # noqa: PLC0415 - only where Django is set up

    began: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PATH,
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.input": BytesIO(),
    }
    body = b"".join(application(environ, lambda status, _headers: began.append(status)))
    return began[0], json.loads(body)


def ring() -> dict[str, Any]:
    return parse(Path(settings.SIGNING_KEYS_FILE).read_text())


def test_for_a_token_of_its_ring() -> None:
    kid = ring()["active"]
    token = internal_token(ring(), settings.PUBLIC_URL, datetime.now(UTC))
    status, told = asked_with(token)
    assert (status, told["loaded"], told["signs_with"]) == ("200 OK", [kid], kid)


def test_not_for_one_of_another_ring() -> None:
    other = first_ring(ring()["active"])
    assert asked_with(internal_token(other, settings.PUBLIC_URL, datetime.now(UTC)))[0] == "401 Unauthorized"


def test_not_for_one_that_has_ended() -> None:
    past = datetime.now(UTC) - timedelta(minutes=5)
    assert asked_with(internal_token(ring(), settings.PUBLIC_URL, past))[0] == "401 Unauthorized"


def test_not_for_one_of_another_installation() -> None:
    assert asked_with(internal_token(ring(), "http://elsewhere", datetime.now(UTC)))[0] == "401 Unauthorized"
