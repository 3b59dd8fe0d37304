"""Bringing a batch of the stream to Postgres: exactly once, however often the batch is delivered.

A hit is known by (day, event id). One transaction copies the batch beside the table, keeps of it what is new and adds
only that to the quarter-hours; so a batch that comes again, whole or in part, after a crash or from a Redis that was
set back, changes nothing. Hits of a day whose raw rows are gone are refused: nobody could tell whether they are new.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from uuid import UUID

from django.db import DataError, connection, transaction

from productwatch.catalog import selectors as catalog
from productwatch.platform import clock
from productwatch.visits.dimensions import SEPARATOR, Dimension
from productwatch.visits.entries import Broken, Hit, parse
from productwatch.visits.metrics import BROKEN, DROPPED, EXPIRED, FLUSHED, REFUSED, UNKNOWN_PRODUCT
from productwatch.visits.services import days, partitions
from productwatch.visits.services.subjects import Numbers, numbered
from productwatch.visits.stream import Aside

logger = logging.getLogger(__name__)

Places = dict[str, tuple[UUID, int | None]]

_TYPES = ["timestamptz", "date", *["int4"] * 8, "bytea", "bytea"]

_INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS visits_incoming (LIKE visits_visit) ON COMMIT DELETE ROWS
"""
_COPY = "COPY visits_incoming FROM STDIN (FORMAT binary)"
# All inserts take their rows in one order, so that two flushers wait for each other but never lock each other out.
_KEEP = """
WITH fresh AS (
    INSERT INTO visits_visit TABLE visits_incoming ORDER BY day, event
    ON CONFLICT DO NOTHING
    RETURNING at, product, category, referrer, campaign, device, browser, country, bot
), placed AS (
    SELECT date_bin('15 minutes', at, '2000-01-01 00:00:00+00') AS start, * FROM fresh
), sums AS (
    SELECT coalesce(product, category, referrer, campaign, device, browser, country, %(all)s) AS subject,
        start, count(*) AS hits
    FROM placed WHERE bot = 0
    GROUP BY start, GROUPING SETS ((), product, category, referrer, campaign, device, browser, country)
    UNION ALL SELECT bot, start, count(*) FROM placed WHERE bot <> 0 GROUP BY 1, 2
), counted AS (
    INSERT INTO visits_quarter AS kept (subject, start, dimension, hits)
    SELECT subject, start, dimension, hits FROM sums JOIN visits_subject ON id = subject ORDER BY 1, 2
    ON CONFLICT (subject, start) DO UPDATE SET hits = kept.hits + excluded.hits
), of_now AS (
    INSERT INTO visits_minute AS kept (start, hits)
    SELECT date_bin('1 minute', at, '2000-01-01 00:00:00+00'), count(*)
    FROM fresh WHERE bot = 0 AND at > %(now)s - interval '1 hour' GROUP BY 1 ORDER BY 1
    ON CONFLICT (start) DO UPDATE SET hits = kept.hits + excluded.hits
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
    places = catalog.product_places({hit.slug for hit in hits})
    known = [hit for hit in hits if hit.slug in places]
    _drop(UNKNOWN_PRODUCT, len(hits) - len(known))
    return _keep_what_can_be(known, places, aside) if known else 0


def _parsed(packed: Iterable[bytes | None], aside: list[Aside]) -> Iterator[Hit | None]:
    now = clock.now()
    for each in packed:
        try:
            yield parse(each or b"", now)
        except Broken:
            aside.append(Aside(BROKEN, each or b""))
            yield None


def _keep_what_can_be(hits: Sequence[Hit], places: Places, aside: list[Aside]) -> int:
    """A hit that Postgres refuses must hold up nobody: the batch is halved until it stands alone."""
    try:
        return _keep(hits, places)
    except DataError:
        if len(hits) == 1:
            _drop(REFUSED, 1)
            aside.append(Aside(REFUSED, hits[0].packed()))
            return 0
    half = len(hits) // 2
    return sum(_keep_what_can_be(part, places, aside) for part in (hits[:half], hits[half:]))


def _keep(hits: Sequence[Hit], places: Places) -> int:
    numbers, asked = _numbers(hits, places), {hit.day for hit in hits}
    with transaction.atomic():
        gone = days.share(asked)
        kept = [hit for hit in hits if hit.day not in gone] if gone else hits
        partitions.ensure(asked - gone)
        fresh = _brought(kept, places, numbers)
    _drop(EXPIRED, len(hits) - len(kept))
    FLUSHED.inc(fresh)
    return fresh


def _brought(hits: Sequence[Hit], places: Places, numbers: Numbers) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING)
        # Django translates errors of statements, not of copying.
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for row in _rows(hits, places, numbers):
                copy.write_row(row)
        cursor.execute(_KEEP, {"all": numbers[Dimension.ALL][""], "now": clock.now()})
        fresh: int = cursor.fetchone()[0]
    return fresh


def _numbers(hits: Sequence[Hit], places: Places) -> Numbers:
    of = {
        name: set(map(attrgetter(name), hits)) for name in ("slug", "referrer", "device", "browser", "country", "bot")
    }
    return numbered(
        {
            Dimension.ALL: {""},
            Dimension.PRODUCT: {_product(places, slug) for slug in of["slug"]},
            Dimension.CATEGORY: {_category(places, slug) for slug in of["slug"]},
            Dimension.REFERRER: of["referrer"],
            Dimension.CAMPAIGN: {SEPARATOR.join(parts) for parts in set(map(_CAMPAIGN, hits))},
            Dimension.DEVICE: of["device"],
            Dimension.BROWSER: of["browser"],
            Dimension.COUNTRY: of["country"],
            Dimension.BOT: of["bot"] - {""},
        }
    )


_CAMPAIGN = attrgetter("source", "medium", "campaign")


def _rows(hits: Sequence[Hit], places: Places, numbers: Numbers) -> Iterator[tuple[object, ...]]:
    slugs = {hit.slug for hit in hits}
    products = {slug: numbers[Dimension.PRODUCT][_product(places, slug)] for slug in slugs}
    categories = {slug: numbers[Dimension.CATEGORY][_category(places, slug)] for slug in slugs}
    campaigns = {tuple(value.split(SEPARATOR)): number for value, number in numbers[Dimension.CAMPAIGN].items()}
    referrers, devices = numbers[Dimension.REFERRER], numbers[Dimension.DEVICE]
    browsers, countries = numbers[Dimension.BROWSER], numbers[Dimension.COUNTRY]
    bots = numbers[Dimension.BOT] | {"": 0}
    for hit in hits:
        yield (
            hit.at,
            hit.day,
            products[hit.slug],
            categories[hit.slug],
            referrers[hit.referrer],
            campaigns[hit.source, hit.medium, hit.campaign],
            devices[hit.device],
            browsers[hit.browser],
            countries[hit.country],
            bots[hit.bot],
            hit.event,
            hit.visitor,
        )


def _product(places: Places, slug: str) -> str:
    return str(places[slug][0])


def _category(places: Places, slug: str) -> str:
    """Its number; empty where the product lies in none."""
    category = places[slug][1]
    return "" if category is None else str(category)


def _drop(reason: str, count: int) -> None:
    if count:
        DROPPED.labels(reason).inc(count)
        logger.warning("visits are dropped", extra={"reason": reason, "count": count})
