"""Flushing visits is many times as fast as keeping each by itself, and hardly slower than Postgres alone."""

import gc
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from tests.benchmarks.results import tell

VISITS, BATCH, RIVALS_VISITS = 30_000, 1000, 2000
AT_LEAST = 5
"""Times as many visits a second; measured were ten to twenty."""

RATE, OF_MEMORY = 50_000, 0.6
"""Visits a second of one flusher, and the share of what the same SQL takes when it is fed from memory."""

MANY, ROUNDS = 60_000, 3

NOON = datetime(2024, 11, 20, 12, tzinfo=UTC)

KEEP_ONE = """
WITH fresh AS (
    INSERT INTO visits_visit VALUES (%s, %s, %s, 2, 3, 4, 5, 6, 7, 0, %s, %s) ON CONFLICT DO NOTHING
    RETURNING at, product, category, referrer, campaign, device, browser, country
)
INSERT INTO visits_quarter AS kept (subject, start, dimension, hits)
SELECT subject, date_bin('15 minutes', at, '2000-01-01 00:00:00+00'), dimension, 1 FROM fresh, LATERAL (VALUES
    (0, -1), (1, product), (2, category), (3, referrer), (4, campaign), (5, device), (6, browser), (7, country)
) AS counted (dimension, subject) ORDER BY 1
ON CONFLICT (subject, start) DO UPDATE SET hits = kept.hits + 1
"""


@pytest.fixture(scope="module")
def products(installation: None) -> dict[str, Any]:
    """A hundred products by slug, in no category."""
    from productwatch.catalog.models import Product  # noqa: PLC0415 - settings are there only now

    made = [Product(slug=f"p{number}", name=f"Product {number}", amount=1, currency="USD") for number in range(100)]
    return {product.slug: (product.id, None) for product in Product.objects.bulk_create(made)}


@pytest.fixture
def hits(products: dict[str, Any]) -> Callable[[int], list[Any]]:
    """So many new ones, one each millisecond of a day that has its partition."""
    from productwatch.visits.entries import Hit, event_id  # noqa: PLC0415
    from productwatch.visits.services.partitions import ensure  # noqa: PLC0415

    ensure([NOON.date()])
    slugs = list(products)

    def one(number: int) -> Hit:
        at, visitor = NOON + timedelta(milliseconds=number), secrets.token_bytes(16)
        told = ("desktop", "Firefox", "example.org", "", "newsletter", "email", "spring", "DE")
        return Hit(event_id(at), visitor, secrets.choice(slugs), *told)

    return lambda count: [one(number) for number in range(count)]


def test_is_many_times_as_fast_as_keeping_each(products: dict[str, Any], hits: Callable[[int], list[Any]]) -> None:
    from productwatch.visits.services.flushing import flush  # noqa: PLC0415

    packed = [hit.packed() for hit in hits(VISITS)]
    batches = [packed[start : start + BATCH] for start in range(0, VISITS, BATCH)]
    ours = VISITS / _seconds(lambda: [flush(batch) for batch in batches])
    single = hits(RIVALS_VISITS)
    rival = RIVALS_VISITS / _seconds(lambda: _keep_each([(hit, int(hit.slug[1:]) + 1_000_000) for hit in single]))
    tell("visits flushed", f"{ours:.0f} a second; one by one {rival:.0f}: {ours / rival:.1f}×", f"> {AT_LEAST}×")
    assert ours > AT_LEAST * rival


@pytest.mark.timeout(600)
def test_of_one_flusher_reaches_its_rate(products: dict[str, Any], hits: Callable[[int], list[Any]]) -> None:
    from productwatch.visits.services import flusher, flushing  # noqa: PLC0415

    gc.freeze()
    ours, memory = 0.0, 0.0
    for _ in range(ROUNDS):
        known = hits(MANY)
        batches = [known[start : start + flusher.BATCH] for start in range(0, MANY, flusher.BATCH)]
        memory = max(memory, MANY / _seconds(lambda: [flushing._keep(batch, products) for batch in batches]))  # noqa: B023 - done with at once
        _put(hit.packed() for hit in hits(MANY))
        ours = max(ours, MANY / _seconds(_flush_all))
    measured = f"{ours:.0f} a second; the same SQL fed from memory {memory:.0f}: {ours / memory:.0%}"
    tell("visits that one flusher brings home", measured, f"≥ {RATE}, ≥ {OF_MEMORY:.0%}")
    assert ours >= RATE
    assert ours >= OF_MEMORY * memory


def _put(packed: Iterable[bytes]) -> None:
    from productwatch.platform.redis import redis  # noqa: PLC0415
    from productwatch.visits import stream  # noqa: PLC0415

    with redis().pipeline(transaction=False) as trip:
        for each in packed:
            trip.xadd(stream.STREAM, {stream.FIELD: each})
        trip.execute()


def _flush_all() -> None:
    from productwatch.visits.services.flusher import Flusher  # noqa: PLC0415

    one = Flusher()
    while one.turn():
        pass


def _keep_each(hits: list[tuple[Any, Any]]) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for hit, product in hits:
            cursor.execute(KEEP_ONE, [hit.at, hit.at.date(), product, hit.event, hit.visitor])


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
