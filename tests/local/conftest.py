"""Runs in folders of their own, ended with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.local.running import STAND_INS, Started, free_ports

Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A run on the servers of this test session, always in the same folder, with stand-ins for the application."""
    started: list[Started] = []
    ports = free_ports()

    def one(module: str = STAND_INS, **environment: str) -> Started:
        given = {"PREPARATION": "0", "DATA_VERSION": "1"} | ports | environment
        started.append(Started(module, tmp_path / "run", "run", **given))
        return started[-1]

    yield one
    for run in started:
        run.process.terminate()
        run.process.wait(60)


@pytest.fixture
def own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is given: each folder has its own."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
