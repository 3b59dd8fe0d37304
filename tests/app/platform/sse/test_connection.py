"""A connection tells one client what a broadcast tells, and ends in a way that the client understands."""

import asyncio
from collections.abc import Callable
from itertools import count

import pytest

from productwatch.platform.sse import connection
from productwatch.platform.sse.broadcast import Broadcast
from productwatch.platform.sse.connection import Connection, Message
from tests.app.visits.hits import metric

PATIENCE = 20


class Client:
    """Reads, until it goes when it has read `goes_at`, or reads nothing more."""

    def __init__(self, *, goes_at: bytes = b"none", reads: bool = True) -> None:
        self.read, self._goes_at, self._reads = b"", goes_at, reads
        self.ended, self._going = False, asyncio.Event()

    async def send(self, message: Message) -> None:
        if not self._reads:
            await asyncio.Event().wait()
        self.read += message["body"]
        self.ended = not message["more_body"]
        if self._goes_at in self.read:
            self._going.set()

    async def receive(self) -> Message:
        await self._going.wait()
        return {"type": "http.disconnect"}


def ended(reason: str) -> float:
    return metric("productwatch_streams_ended_total", reason=reason)


def heard(
    *, source: Callable[[], bytes] = lambda: b"1", may: bool = True, closes_at: bytes = b"none", **of_client: object
) -> Client:
    """What a client has heard when its connection has come to its end."""

    async def check() -> bool:
        return may

    async def run() -> Client:
        broadcast = Broadcast("visits", source, 0.01)
        client = Client(**of_client)  # type: ignore[arg-type]
        running = asyncio.ensure_future(broadcast.run())
        async with asyncio.timeout(PATIENCE):
            holding = asyncio.ensure_future(Connection(broadcast, check, client.receive, client.send).hold())
            while not (holding.done() or closes_at in client.read):  # noqa: ASYNC110 - whichever comes first
                await asyncio.sleep(0.005)
            await broadcast.close()
            await asyncio.gather(holding, running)
        return client

    return asyncio.run(run())


def test_begins_with_when_to_come_again_and_what_is_so() -> None:
    assert heard(goes_at=b"visits").read.startswith(b"retry: 2000\n\nevent: visits\ndata: 1\n\n")


def test_tells_each_change() -> None:
    numbers = count(1)
    told = heard(source=lambda: str(next(numbers)).encode(), goes_at=b"data: 3\n").read
    assert told.count(b"event: visits\n") == 3


def test_shows_that_it_lives_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_EACH", 0.02)
    assert heard(goes_at=b": still here\n\n: still here\n\n").read.count(b"event") == 1


def test_ends_quietly_where_its_client_has_gone() -> None:
    before = ended("gone")
    assert not heard(goes_at=b"visits").ended
    assert ended("gone") == before + 1


def test_ends_where_its_client_may_listen_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_EACH", 0.02)
    monkeypatch.setattr(connection, "CHECK_EACH", 0.1)
    client = heard(may=False)
    assert client.read.endswith(b'event: end\ndata: {"reason":"rights"}\n\n')
    assert client.ended


def test_goes_on_while_its_client_may_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_EACH", 0.02)
    monkeypatch.setattr(connection, "CHECK_EACH", 0.0)
    assert b"end" not in heard(goes_at=b": still here\n\n" * 3).read


def test_lives_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_EACH", 0.02)
    monkeypatch.setattr(connection, "LONGEST_LIFE", 0.1)
    client = heard()
    assert client.read.endswith(b'event: end\ndata: {"reason":"life"}\n\n')
    assert client.ended


def test_of_a_process_that_stops_tells_its_client_to_come_again() -> None:
    client = heard(closes_at=b"visits")
    *_, again, end = client.read.split(b"\n\n")[:-1]
    assert 2000 <= int(again.removeprefix(b"retry: ")) <= 10_000
    assert (end, client.ended) == (b'event: end\ndata: {"reason":"stopping"}', True)


def test_ends_where_its_client_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    before = ended("slow")
    heard(reads=False)
    assert ended("slow") == before + 1
