"""Where answers are kept until memory is short …"""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from productwatch.catalog.services import products
from productwatch.platform.redis import redis
from productwatch.visits import salts, stream
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import read

PEOPLE, ANSWERS, TIMES = 40, 8000, 3
"""Answers of two kilobytes: twice what there is room for, each asked for some times."""


@pytest.fixture
def small(own_redis: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Eight megabytes."""
    settings.VISIT_WINDOW_SECONDS = 600
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"reads": settings.RATE_LIMITS["password-tries"]}
    monkeypatch.setattr(salts, "_held", None)
    redis().config_set("maxmemory", "8mb")
    yield
    monkeypatch.setattr(salts, "_held", None)


def flood() -> None:
    for first in range(0, ANSWERS, 500):
        with redis().pipeline(transaction=False) as trip:
            for number in range(first, first + 500):
                trip.set(f"bytes:product:{number}:", b"x" * 2000, ex=3600)
                for _ in range(TIMES):
                    trip.get(f"bytes:product:{number}:")
            trip.execute()


def names(pattern: str) -> set[bytes]:
    return set(redis().scan_iter(pattern, count=1000))


@pytest.mark.usefixtures("small")
def test_no_limit_is_reset_no_visit_counts_twice_and_no_salt_goes(db: None, anonymous: Client) -> None:
    slug = products.create({"name": "Stool", "price": PRICE})
    people = [f"203.0.113.{number}" for number in range(PEOPLE)]
    for address in people:
        read(anonymous, slug, address=address)
    before = {pattern: names(pattern) for pattern in ("limit:reads:*", "visits:window:*", "visits:salt:*")}
    assert [len(found) for found in before.values()] == [PEOPLE, PEOPLE, 1]
    flood()
    assert redis().info("stats")["evicted_keys"] > ANSWERS / 4
    assert {pattern: names(pattern) for pattern in before} == before
    for address in people:
        read(anonymous, slug, address=address)
    assert redis().xlen(stream.STREAM) == PEOPLE


@pytest.mark.usefixtures("small")
def test_only_what_may_go_has_an_end(db: None, anonymous: Client) -> None:
    read(anonymous, products.create({"name": "Stool", "price": PRICE}))
    for_ever = {key for key in redis().scan_iter() if redis().ttl(key) == -1}
    assert {key.partition(b":20")[0] for key in for_ever} == {b"visits:stream", b"visits:salt"}
