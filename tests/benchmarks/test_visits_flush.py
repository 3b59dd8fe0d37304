"""Flushing visits in batches is many times as fast as keeping each by itself, in the same run on the same servers."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from tests.benchmarks.results import tell

VISITS, BATCH, RIVALS_VISITS = 30_000, 1000, 2000
AT_LEAST = 5
"""Times as many visits a second; measured were ten to twenty."""

NOON = datetime(2024, 11, 20, 12, tzinfo=UTC)

KEEP_ONE = """
WITH fresh AS (
    INSERT INTO visits_visit (day, event, at, product_id, visitor, device, browser, referrer, bot)
    VALUES (%s, %s, %s, %s, %s, 'desktop', 'Firefox', '', '') ON CONFLICT DO NOTHING RETURNING at, product_id
)
INSERT INTO visits_quarter AS kept (start, product_id, hits)
SELECT date_bin('15 minutes', at, '2000-01-01 00:00:00+00'), product_id, 1 FROM fresh
ON CONFLICT (start, product_id) DO UPDATE SET hits = kept.hits + 1
"""


@pytest.fixture
def products(installation: None) -> dict[str, Any]:
    """A hundred products by slug."""
    from productwatch.catalog.models import Product  # noqa: PLC0415 - settings are there only now

    made = [Product(slug=f"p{number}", name=f"Product {number}", amount=1, currency="USD") for number in range(100)]
    return {product.slug: product.id for product in Product.objects.bulk_create(made)}


def test_reaches_the_ratio(products: dict[str, Any]) -> None:
    from productwatch.visits.entries import Hit, event_id  # noqa: PLC0415
    from productwatch.visits.services.flushing import flush  # noqa: PLC0415
    from productwatch.visits.services.partitions import ensure  # noqa: PLC0415

    slugs = list(products)
    ensure([NOON.date()])

    def hits(count: int) -> list[Hit]:
        moments = (NOON + timedelta(milliseconds=number) for number in range(count))
        return [
            Hit(event_id(at), secrets.token_bytes(16), secrets.choice(slugs), "desktop", "Firefox") for at in moments
        ]

    packed = [hit.packed() for hit in hits(VISITS)]
    batches = [packed[start : start + BATCH] for start in range(0, VISITS, BATCH)]
    ours = VISITS / _seconds(lambda: [flush(batch) for batch in batches])
    single = hits(RIVALS_VISITS)
    rival = RIVALS_VISITS / _seconds(lambda: _keep_each([(hit, products[hit.slug]) for hit in single]))
    tell("visits flushed", f"{ours:.0f} a second; one by one {rival:.0f}: {ours / rival:.1f}×", f"> {AT_LEAST}×")
    assert ours > AT_LEAST * rival


def _keep_each(hits: list[tuple[Any, Any]]) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for hit, product_id in hits:
            cursor.execute(KEEP_ONE, [hit.at.date(), hit.event, hit.at, product_id, hit.visitor])


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
