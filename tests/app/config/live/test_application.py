"""The streaming process begins a stream as the API begins a request, and looks again at who listens."""

import asyncio
from typing import Any

import pytest
from django.test import Client

from productwatch.accounts.models import User
from productwatch.config.live.application import PATH, Application
from productwatch.platform import revocations
from productwatch.platform.auth import needs
from productwatch.platform.permissions import Permission
from productwatch.platform.sse import hall as halls
from productwatch.platform.sse.broadcast import Broadcast
from productwatch.platform.sse.hall import Elsewhere, Hall
from tests.app.conftest import ClientOf

PATIENCE = 30


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test makes the process' place is none afterwards."""
    monkeypatch.setattr(halls, "_place", Elsewhere())


class Answer:
    """What was sent for a request; a stream is left after its first event."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 0, dict[str, str](), b""
        self._read = asyncio.Event()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message["body"]
            if b"event: " in self.body:
                self._read.set()

    async def receive(self) -> Any:
        await self._read.wait()
        return {"type": "http.disconnect"}


def scope_of(token: str | None, path: str = PATH, method: str = "GET") -> dict[str, Any]:
    headers = [(b"host", b"testserver")] + ([(b"authorization", token.encode())] if token else [])
    return {"type": "http", "path": path, "method": method, "headers": headers, "query_string": b""}


def asked(token: str | None, hall: Hall, **scope: str) -> Answer:
    async def run() -> Answer:
        halls.set_place(hall)
        broadcast = Broadcast("visits", lambda: b"1", 0.01)
        application = Application(broadcast, hall, needs(Permission.ANALYTICS_READ))
        running, answer = asyncio.ensure_future(broadcast.run()), Answer()
        async with asyncio.timeout(PATIENCE):
            await application(scope_of(token, **scope), answer.receive, answer.send)
            await application.farewell(1)
            await running
        return answer

    return asyncio.run(run())


@pytest.fixture
def token(admin_client: Client) -> str:
    return shown_by(admin_client)


def shown_by(client: Client) -> str:
    """What it sends as Authorization."""
    return str(client.defaults["HTTP_AUTHORIZATION"])


def test_sends_what_is_so_with_the_headers_of_the_api(token: str) -> None:
    answer = asked(token, Hall(1))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream")
    assert {"x-request-id", "ratelimit", "x-accel-buffering", "content-security-policy"} <= set(answer.headers)
    assert "content-length" not in answer.headers
    assert answer.body == b"retry: 2000\n\nevent: visits\ndata: 1\n\n"


def test_gives_the_seat_back_when_its_client_has_gone(token: str) -> None:
    hall = Hall(1)
    assert [asked(token, hall).status for _ in range(2)] == [200, 200]


def test_refuses_where_it_is_full_with_when_to_come_again(token: str) -> None:
    answer = asked(token, Hall(0))
    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0


def test_refuses_whoever_may_not(customer: User, client_of: ClientOf) -> None:
    assert asked(None, Hall(1)).status == 401
    assert asked(shown_by(client_of(customer)), Hall(1)).status == 403


def test_sends_the_head_alone_to_who_asks_for_it(token: str) -> None:
    answer = asked(token, Hall(0), method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("path", ["/api/v1/products", "/admin/", "/"])
def test_has_nothing_else(token: str, path: str) -> None:
    assert asked(token, Hall(1), path=path).status == 404


def test_lets_nobody_listen_on_whose_token_counts_no_more(admin: User, token: str) -> None:
    application = Application(Broadcast("visits", bytes, 1), Hall(1), needs(Permission.ANALYTICS_READ))
    assert application._may(scope_of(token))
    revocations._tell([(admin.id, 1)])
    assert not application._may(scope_of(token))
