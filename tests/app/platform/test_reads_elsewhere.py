"""Where answers have a Redis of their own …"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_redis import get_redis_connection
from pytest_django import Settings

from productwatch.catalog.services import products
from productwatch.platform import reads
from productwatch.platform.reads import elsewhere
from productwatch.platform.redis import redis
from productwatch_local import socket_folder
from productwatch_local.valkey import Valkey
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import read, waiting


@pytest.fixture(autouse=True)
def server(tmp_path: Path, settings: Settings) -> Iterator[Valkey]:
    found = Valkey(tmp_path, socket_folder.made(tmp_path), durable=False)
    found.start()
    settings.CACHES = settings.CACHES | {"answers": settings.CACHES["default"] | {"LOCATION": found.url}}
    yield found
    elsewhere.breaker.close()
    found.stop()
    socket_folder.removed(tmp_path)


@pytest.fixture(autouse=True)
def _stool(db: None) -> None:
    products.create({"name": "Stool", "price": PRICE})


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert read(client, address=address).json()["name"] == "Stool"
    return len(found)


def test_bytes_lie_there_alone_and_are_read_from_there(anonymous: Client) -> None:
    read(anonymous)
    assert redis().keys("bytes:product:*") == []
    assert len(get_redis_connection("answers").keys("bytes:product:*")) == 1
    assert queries(anonymous, "203.0.113.8") == 0
    assert waiting() == 2


def test_a_change_is_seen_at_once(anonymous: Client) -> None:
    read(anonymous)
    products.change("stool", {"description": "Three legs."})
    reads.drop("product:stool")
    assert read(anonymous, address="203.0.113.8").json()["description"] == "Three legs."


def test_without_it_answers_come_from_the_database_and_visits_count(anonymous: Client, server: Valkey) -> None:
    read(anonymous)
    server.stop()
    assert queries(anonymous, "203.0.113.8") > 0
    assert waiting() == 2
