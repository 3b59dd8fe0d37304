"""A Redis that is stopped and started with its files of an earlier time …"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from productwatch.platform.redis import redis
from productwatch.visits.services.flusher import Flusher
from productwatch_local import socket_folder
from productwatch_local.valkey import Valkey
from tests.app.visits.hits import counted, hit, put, waiting

NOON = "2024-11-20 12:00"


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Iterator[Valkey]:
    found = Valkey(tmp_path, socket_folder.made(tmp_path), fsync="always")
    found.start()
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": found.url}}
    yield found
    found.stop()
    socket_folder.removed(tmp_path)


def flushed() -> dict[tuple[str, str], int]:
    flusher = Flusher()
    while flusher.turn() or waiting():
        pass
    return counted()


def test_has_nothing_counted_twice_and_loses_what_came_since_alone(stool: str, server: Valkey, tmp_path: Path) -> None:
    data, copy = tmp_path / "valkey", tmp_path / "copy"
    put(*(hit().packed() for _ in range(3)))
    server.stop()
    shutil.copytree(data, copy)
    server.start()
    put(hit().packed())
    assert flushed() == {(stool, NOON): 4}
    put(hit().packed())
    server.stop()
    shutil.rmtree(data)
    copy.rename(data)
    server.start()
    assert waiting() == 3
    put(hit().packed())
    assert flushed() == {(stool, NOON): 5}


def test_goes_on_where_it_was_when_it_was_killed(stool: str, server: Valkey) -> None:
    put(*(hit().packed() for _ in range(3)))
    assert server._process
    server._process.kill()
    server._process.wait()
    server.start()
    redis().ping()
    assert flushed() == {(stool, NOON): 3}
