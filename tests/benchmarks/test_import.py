"""An import of a hundred thousand products takes less than a minute, and much less than saving each of them."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import pytest

from tests.benchmarks.proc import peak
from tests.benchmarks.results import tell

ROWS, EACH = 100_000, 2000
"""Those of the import and of COPY, and those that the rival saves one by one."""

AT_MOST, AT_LEAST = 60, 3
"""Seconds, and times as many products a second as one by one."""

HEADER = "slug,name,price,currency,stock,sku"

KEEP = """
    INSERT INTO catalog_product (id, slug, name, description, amount, currency, stock, sku, image_url, image_alt,
        version, created_at, updated_at)
    SELECT gen_random_uuid(), slug, name, '', price, currency, stock, sku, '', '', 1, now(), now() FROM rows
    ON CONFLICT (slug) DO UPDATE SET name = EXCLUDED.name, amount = EXCLUDED.amount, currency = EXCLUDED.currency,
        stock = EXCLUDED.stock, sku = EXCLUDED.sku, updated_at = EXCLUDED.updated_at
"""


@pytest.fixture
def catalog(installation: None) -> Callable[[], None]:
    """Empties it, so that each begins with none."""
    from django.db import connection  # noqa: PLC0415 - settings are there only now

    def emptied() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalog_product, catalog_importjob CASCADE")

    return emptied


def rows(count: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        yield f"p{number}", f"Product number {number}", f"{number % 1000}.50", "USD", str(number % 100), f"S-{number}"


@pytest.mark.timeout(1200)
def test_is_many_times_as_fast_as_saving_each(catalog: Callable[[], None]) -> None:
    catalog()
    single = EACH / _seconds(_save_each)
    catalog()
    copied = ROWS / _seconds(_copy_all)
    catalog()
    memory, took = peak(lambda: _seconds(_import_all))
    ours = ROWS / took
    beside = (
        f"one by one {single:.0f}: {ours / single:.1f}×; COPY, which keeps no versions and checks nothing, {copied:.0f}"
    )
    measured = f"{took:.0f} s, {ours:.0f} rows a second; {beside}; {memory:.0f} MiB more at the most"
    tell("an import of 100,000 products", measured, f"< {AT_MOST} s, > {AT_LEAST}×")
    assert ours > AT_LEAST * single
    assert took < AT_MOST


def _import_all() -> None:
    """The upload as it comes, and all turns of one worker."""
    from productwatch.catalog.models import ImportJob  # noqa: PLC0415
    from productwatch.catalog.services.files import imports  # noqa: PLC0415

    imports.begin(_blocks(), "csv", dry_run=False, stops=False, by=None)
    while (job := ImportJob.objects.get()).finished_at is None:
        imports.work()
    assert (job.state, job.created) == ("succeeded", ROWS)


def _blocks() -> Iterator[bytes]:
    yield f"{HEADER}\n".encode()
    for row in rows(ROWS):
        yield f"{','.join(row)}\n".encode()


def _copy_all() -> None:
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE rows (slug text, name text, price numeric, currency text, stock integer, sku text)"
            " ON COMMIT DROP"
        )
        with cursor.copy(f"COPY rows ({HEADER}) FROM STDIN") as copy:
            for row in rows(ROWS):
                copy.write_row(row)
        cursor.execute(KEEP)


def _save_each() -> None:
    """As a script of an afternoon does it."""
    from productwatch.catalog.models import Product  # noqa: PLC0415

    for slug, name, price, currency, stock, sku in rows(EACH):
        told: dict[str, Any] = {"name": name, "amount": price, "currency": currency, "stock": stock, "sku": sku}
        Product.objects.update_or_create(slug=slug, defaults=told)


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
