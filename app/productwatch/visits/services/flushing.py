"""Bringing a batch of the stream to Postgres: exactly once, however often the batch is delivered.

A hit is known by (day, event id). One transaction copies the batch beside the table, keeps of it what is new and adds
only that to the quarter-hours; so a batch that comes again, whole or in part, after a crash or from a Redis that was
set back, changes nothing.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import DataError, connection, transaction

from productwatch.catalog import selectors as catalog
from productwatch.platform import clock
from productwatch.visits.entries import Broken, Hit, parse
from productwatch.visits.metrics import BROKEN, DROPPED, FLUSHED, REFUSED, UNKNOWN_PRODUCT
from productwatch.visits.services import partitions
from productwatch.visits.stream import Aside

logger = logging.getLogger(__name__)

_INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS visits_incoming (LIKE visits_visit) ON COMMIT DELETE ROWS
"""
_COPY = """
COPY visits_incoming (
    day, event, at, product_id, visitor, device, browser, referrer, bot, source, medium, campaign, country
) FROM STDIN
"""
# Both inserts take their rows in one order, so that two flushers wait for each other but never lock each other out.
_KEEP = """
WITH fresh AS (
    INSERT INTO visits_visit TABLE visits_incoming ORDER BY day, event
    ON CONFLICT DO NOTHING
    RETURNING at, product_id, bot
), counted AS (
    INSERT INTO visits_quarter AS kept (start, product_id, hits)
    SELECT date_bin('15 minutes', at, '2000-01-01 00:00:00+00') AS start, product_id, count(*)
    FROM fresh WHERE bot = '' GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (start, product_id) DO UPDATE SET hits = kept.hits + excluded.hits
)
SELECT count(*) FROM fresh
"""


def flush(packed: Sequence[bytes | None], aside: list[Aside] | None = None) -> int:
    """Keeps the hits of a batch that are new and says how many those are; what is no hit is dropped and told.

    What can never be kept is added to `aside`.
    """
    aside = [] if aside is None else aside
    hits = [hit for hit in _parsed(packed, aside) if hit]
    _drop(BROKEN, len(packed) - len(hits))
    products = catalog.product_ids({hit.slug for hit in hits})
    known = [hit for hit in hits if hit.slug in products]
    _drop(UNKNOWN_PRODUCT, len(hits) - len(known))
    if not known:
        return 0
    partitions.ensure(hit.day for hit in known)
    return _keep_what_can_be(known, products, aside)


def _parsed(packed: Iterable[bytes | None], aside: list[Aside]) -> Iterator[Hit | None]:
    now = clock.now()
    for each in packed:
        try:
            yield parse(each or b"", now)
        except Broken:
            aside.append(Aside(BROKEN, each or b""))
            yield None


def _keep_what_can_be(hits: Sequence[Hit], products: dict[str, UUID], aside: list[Aside]) -> int:
    """A hit that Postgres refuses must hold up nobody: the batch is halved until it stands alone."""
    try:
        return _keep(hits, products)
    except DataError:
        if len(hits) == 1:
            _drop(REFUSED, 1)
            aside.append(Aside(REFUSED, hits[0].packed()))
            return 0
    half = len(hits) // 2
    return sum(_keep_what_can_be(part, products, aside) for part in (hits[:half], hits[half:]))


def _keep(hits: Sequence[Hit], products: dict[str, UUID]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INCOMING)
        # Django translates errors of statements, not of copying.
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for hit in hits:
                copy.write_row(_row(hit, products[hit.slug]))
        cursor.execute(_KEEP)
        fresh: int = cursor.fetchone()[0]
    FLUSHED.inc(fresh)
    return fresh


def _row(hit: Hit, product_id: UUID) -> tuple[object, ...]:
    known = (hit.day, hit.event, hit.at, product_id, hit.visitor, hit.device, hit.browser, hit.referrer, hit.bot)
    return *known, hit.source, hit.medium, hit.campaign, hit.country


def _drop(reason: str, count: int) -> None:
    if count:
        DROPPED.labels(reason).inc(count)
        logger.warning("visits are dropped", extra={"reason": reason, "count": count})
