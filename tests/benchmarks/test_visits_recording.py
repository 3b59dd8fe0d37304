"""Counting a visit costs the read of a product little, and it is counted soon, by a process that stays small."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pytest

from productwatch_local.processes import until
from tests.benchmarks.proc import memory
from tests.benchmarks.results import tell
from tests.benchmarks.turns import best
from tests.benchmarks.wire import Wire
from tests.local.running import free_ports

ROUNDS, TIMES = 60, 40
AT_MOST = 1.15
"""Times as long as the same read uncounted."""

BACKLOG, MEMORY = 300_000, 130
"""Visits that wait; MiB of a flusher (PSS)."""

RATE, SECONDS, VISIBLE = 5000, 15, 2.0
"""Visits a second, for so many seconds, each counted after so many seconds (p99)."""

STEP = 0.01
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def slug(installation: None) -> str:
    from productwatch.catalog.models import Product  # noqa: PLC0415 - settings are there only now

    return Product.objects.create(slug="stool", name="Stool", amount=1, currency="USD").slug


@pytest.fixture
def flusher(slug: str, tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Starts the flusher as a process of its own, and returns its number."""
    running: list[subprocess.Popen[bytes]] = []
    port = free_ports()["INTERNAL_PORT"]

    def start() -> int:
        own = {"INTERNAL_PORT": port, "HEARTBEAT_FILE": str(tmp_path / "heartbeat")}
        command = [sys.executable, "manage.py", "flush_visits"]
        running.append(subprocess.Popen(command, cwd=ROOT / "app", env=os.environ | own, stdout=subprocess.DEVNULL))
        assert until(lambda: _answers(port), 60)
        return running[-1].pid

    yield start
    for process in running:
        process.terminate()
        process.wait(30)


def test_costs_the_read_little(slug: str) -> None:
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - settings are there only now

    from productwatch.platform.redis import redis  # noqa: PLC0415
    from productwatch.visits import stream  # noqa: PLC0415

    addresses = itertools.cycle(f"10.0.{number >> 8}.{number & 255}" for number in range(50_000))
    handler: Any = WSGIHandler()

    def read(**headers: str) -> None:
        response = handler(_environ(slug, next(addresses), **headers), lambda *_started: None)
        assert response.status_code == 200
        b"".join(response)
        response.close()

    read()
    taken = best({"counted": read, "uncounted": lambda: read(HTTP_DNT="1")}, rounds=ROUNDS, times=TIMES)
    assert int(redis().xlen(stream.STREAM)) >= ROUNDS * TIMES
    redis().delete(stream.STREAM)
    ratio = taken["counted"] / taken["uncounted"]
    shown = f"{taken['counted']:.0f} µs; uncounted {taken['uncounted']:.0f} µs: {ratio:.2f}×"
    tell("reading a product, counted", shown, f"≤ {AT_MOST}×")
    assert ratio <= AT_MOST


@pytest.mark.timeout(900)
def test_of_any_backlog_needs_little_memory(slug: str, flusher: Callable[[], int]) -> None:
    from productwatch.platform.redis import redis  # noqa: PLC0415 - settings are there only now
    from productwatch.visits import stream  # noqa: PLC0415

    for _ in range(BACKLOG // 5000):
        _put(slug, 5000)
    pid, most = flusher(), 0.0
    while redis().xlen(stream.STREAM):
        most = max(most, memory(pid))
        sleep(0.05)
    tell(f"memory of a flusher with {BACKLOG} visits to take", f"{most:.0f} MiB (PSS)", f"≤ {MEMORY} MiB")
    assert most <= MEMORY


@pytest.mark.timeout(900)
def test_is_visible_soon(slug: str, flusher: Callable[[], int]) -> None:
    """A visit is settled only after it was committed: it is visible by then."""
    from productwatch.platform.redis import redis  # noqa: PLC0415 - settings are there only now
    from productwatch.visits import stream  # noqa: PLC0415

    flusher()
    added: list[float] = []
    settled, began = [(0.0, 0)], perf_counter()
    while (now := perf_counter() - began) < SECONDS or settled[-1][1] < len(added):
        due = min(int(now * RATE), SECONDS * RATE) - len(added)
        if due > 0:
            _put(slug, due)
            added += [now] * due
        settled.append((perf_counter() - began, len(added) - int(redis().xlen(stream.STREAM))))
        assert now < SECONDS + 60
        sleep(STEP)
    waits = sorted(_waits(added, settled))
    worst, usual = waits[len(waits) * 99 // 100], waits[len(waits) // 2]
    shown = f"p99 {worst:.2f} s, median {usual:.2f} s"
    tell(f"until a visit is counted, at {RATE} a second", shown, f"p99 < {VISIBLE:.0f} s")
    assert worst < VISIBLE


def _waits(added: list[float], settled: list[tuple[float, int]]) -> Iterator[float]:
    looks = iter(settled)
    at, count = next(looks)
    for number, since in enumerate(added, 1):
        while count < number:
            at, count = next(looks)
        yield max(0.0, at - since)


def _put(slug: str, count: int) -> None:
    from productwatch.platform import clock  # noqa: PLC0415 - settings are there only now
    from productwatch.platform.redis import redis  # noqa: PLC0415
    from productwatch.visits import stream  # noqa: PLC0415
    from productwatch.visits.entries import Hit, event_id  # noqa: PLC0415

    now = clock.now()
    with redis().pipeline(transaction=False) as trip:
        for _ in range(count):
            packed = Hit(event_id(now), os.urandom(16), slug, "desktop", "Firefox", "example.org").packed()
            trip.xadd(stream.STREAM, {stream.FIELD: packed})
        trip.execute()


def _environ(slug: str, address: str, **headers: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/api/v1/products/{slug}",
        "QUERY_STRING": "",
        "REMOTE_ADDR": address,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }


def _answers(port: str) -> bool:
    try:
        wire = Wire(f"http://127.0.0.1:{port}")
    except OSError:
        return False
    status, _ = wire.ask("/metrics")
    wire.close()
    return status == 200
