"""`manage.py flush_visits` …"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest
from django.db import connection

from productwatch.visits.services import flusher as module
from productwatch.visits.services.flusher import Flusher
from tests.app.visits.hits import counted, hit, put, waiting
from tests.app.visits.test_flusher import comes_true

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with closing(socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(transactional_db: None, stool: str, port: int, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    ours = str(connection.settings_dict["NAME"])
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{before.rpartition('/')[0]}/{ours}?{query}"
    own = {"DATABASE_URL": url, "INTERNAL_PORT": str(port), "HEARTBEAT_FILE": str(tmp_path / "heartbeat")}
    command = [sys.executable, "manage.py", "flush_visits"]
    with subprocess.Popen(command, cwd=ROOT / "app", env=os.environ | own, stdout=subprocess.DEVNULL) as running:
        yield running
        running.kill()


def test_counts_tells_its_figures_and_stops_when_told(
    process: "subprocess.Popen[bytes]", port: int, tmp_path: Path
) -> None:
    put(hit().packed())
    assert comes_true(lambda: bool(counted()), 30)
    assert (tmp_path / "heartbeat").exists()
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        assert b"productwatch_visits_flushed_total 1.0" in answer.read()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert waiting() == 0


def test_loses_and_doubles_nothing_when_it_is_killed(
    process: "subprocess.Popen[bytes]", flusher: Flusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEFT_AFTER", 0)
    monkeypatch.setattr(module, "TIDY_EACH", 0)
    put(*(hit().packed() for _ in range(5000)))
    assert comes_true(lambda: bool(counted()), 30)
    process.kill()
    process.wait(10)
    while waiting():
        flusher.turn()
    assert counted() == {("stool", "2024-11-20 12:00"): 5000}
