"""An issuer that is away, slow or strange holds nobody up, and is left alone for a while."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import jwt
import pytest
from django.test import Client
from prometheus_client import REGISTRY
from pytest_django.fixtures import Settings

from productwatch.accounts.models import User
from productwatch.platform.openid import outbound, provider
from productwatch.platform.openid.provider import provider_of
from tests.app.accounts.browsing import by_issuer, finished, linked, started
from tests.app.accounts.calling import ROOT, is_problem
from tests.app.at_once import at_once
from tests.app.openid_issuer import Json, Server, keys, send

pytestmark = pytest.mark.django_db

METADATA = "/.well-known/openid-configuration"
Answering = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def linked_ann(ann: User, issuer: Server) -> User:
    linked(ann, issuer)
    return ann


def start() -> Any:
    return Client().post(f"{ROOT}/openid/shop/start", {}, content_type="application/json")


def with_status(status: int) -> Answering:
    return lambda handler: send(handler, b"{}", status)


def with_text(text: bytes) -> Answering:
    return lambda handler: send(handler, text)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Ten million bytes, or as many as somebody takes."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b" " * 1000)


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b"", 302, Location="/.well-known/elsewhere")


@pytest.mark.parametrize(
    "answering",
    [with_status(500), with_status(429), with_status(404), elsewhere, endless]
    + [with_text(text) for text in (b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b"{}")],
)
def test_that_tells_nothing_of_itself_is_away(issuer: Server, answering: Answering) -> None:
    issuer.answers[METADATA] = answering
    answer = start()
    assert is_problem(answer, 503)
    assert int(answer["Retry-After"]) > 0
    assert "/.well-known/elsewhere" not in issuer.asked


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.test"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "http://elsewhere.test/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://169.254.169.254/latest/meta-data"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "https://user@elsewhere.test/token"},
        {"token_endpoint": "https://elsewhere.test\\@other.test/"},
        {"token_endpoint": "https://elsewhere.test:99999/token"},
        {"token_endpoint": "https://[::1/token"},
        {"token_endpoint": "https://elsewhere.test/a b\r\nX: y"},
        {"jwks_uri": "http://10.0.0.1/keys"},
        {"jwks_uri": 7},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"id_token_signing_alg_values_supported": "RS256"},
        {"id_token_signing_alg_values_supported": None},
    ],
    ids=str,
)
def test_that_tells_something_strange_of_itself_is_away(issuer: Server, metadata: Json) -> None:
    issuer.metadata = metadata
    assert is_problem(start(), 503)


@pytest.mark.parametrize(
    "text", [b"", b"{}", b'{"keys": 7}', b'{"keys": [7]}', b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}']
)
def test_that_shows_no_keys_is_away(issuer: Server, text: bytes) -> None:
    issuer.answers["/keys"] = with_text(text)
    assert is_problem(by_issuer(issuer), 503)


def test_whose_keys_are_weak_or_for_another_use_proves_nothing(issuer: Server) -> None:
    issuer.answers["/keys"] = with_text(_encoded([keys()["keys"][0] | {"use": "enc"}, keys()["keys"][1]]))
    assert is_problem(by_issuer(issuer), 401)


def test_whose_keys_have_changed_is_asked_for_them_again(issuer: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "KEYS_AGAIN_SECONDS", 0.0)
    issuer.answers["/keys"] = with_text(_encoded(keys()["keys"][1:]))
    assert is_problem(by_issuer(issuer), 401)
    del issuer.answers["/keys"]
    assert by_issuer(issuer).status_code == 200


def test_is_not_asked_for_its_keys_as_often_as_strangers_wish(issuer: Server) -> None:
    sign = issuer.signed
    issuer.signed = lambda claims: jwt.encode(claims, "x" * 32, "HS256", headers={"kid": str(time.monotonic())})
    for _ in range(5):
        assert is_problem(by_issuer(issuer), 401)
    issuer.signed = sign
    assert issuer.asked.count("/keys") <= 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_that_does_not_take_the_code_is_away(issuer: Server, status: int) -> None:
    issuer.answers["/token"] = with_status(status)
    assert is_problem(by_issuer(issuer), 503)


@pytest.mark.parametrize("answering", [with_status(400), with_text(b"{}"), with_text(b"[]"), with_text(b"x")])
def test_that_answers_the_code_with_nothing_proves_nothing(issuer: Server, answering: Answering) -> None:
    issuer.answers["/token"] = answering
    assert is_problem(by_issuer(issuer), 401)


def test_is_left_alone_for_a_while(issuer: Server) -> None:
    issuer.answers[METADATA] = with_status(500)
    assert [start().status_code for _ in range(5)] == [503] * 5
    assert issuer.asked.count(METADATA) == 1


def test_is_asked_again_after_it(issuer: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "AWAY_SECONDS", 0)
    issuer.answers[METADATA] = with_status(500)
    assert is_problem(start(), 503)
    issuer.answers.clear()
    assert start().status_code == 200


def test_is_counted(issuer: Server) -> None:
    def failures() -> float:
        return REGISTRY.get_sample_value("productwatch_openid_failures_total", {"issuer": "shop"}) or 0

    before = failures()
    issuer.answers[METADATA] = with_status(500)
    start()
    assert failures() == before + 1


def test_that_nobody_listens_for_is_away(issuer: Server, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.OPENID_ISSUERS = {"shop": issuer.issuer(url=f"http://127.0.0.1:{port}")}
    assert is_problem(start(), 503)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The times are made short, so that the test is."""
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    monkeypatch.setattr(outbound, "SOCKET_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
def test_that_says_nothing_is_not_waited_for(issuer: Server) -> None:
    enough = Event()
    issuer.answers[METADATA] = lambda _handler: (enough.wait(20), None)[1]
    assert is_problem(start(), 503)
    enough.set()


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.usefixtures("impatient")
def test_that_says_a_byte_now_and_then_is_not_waited_for(issuer: Server, head: bool) -> None:  # noqa: FBT001
    enough = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if head else b"HTTP/1.1 200 OK\r\n\r\n")
        while not enough.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    issuer.answers[METADATA] = drip
    assert is_problem(start(), 503)
    enough.set()


@pytest.mark.usefixtures("impatient")
@pytest.mark.django_db(transaction=True)
def test_takes_no_more_than_a_few_threads(issuer: Server) -> None:
    """Of ten who come while it says nothing, each is told so, and the next one finds the way free."""
    enough = Event()
    issuer.answers["/token"] = lambda _handler: (enough.wait(20), None)[1]
    browsers = [Client() for _ in range(10)]
    addresses = [issuer.consent(started(browser)) for browser in browsers]
    tries = [lambda one=one, to=to: finished(one, to).status_code for one, to in zip(browsers, addresses, strict=True)]
    assert set(at_once(*tries)) == {503}
    enough.set()
    issuer.answers.clear()
    provider_of.cache_clear()
    assert by_issuer(issuer).status_code == 200


def test_whose_certificate_nobody_trusts_is_not_asked() -> None:
    assert outbound._trust().verify_mode is ssl.CERT_REQUIRED
    assert outbound._trust().check_hostname


def _encoded(found: list[Json]) -> bytes:
    return json.dumps({"keys": found}).encode()
