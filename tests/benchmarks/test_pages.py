"""The ten-thousandth page of products costs what the first one does, in every order, both read from rows."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from tests.benchmarks.results import tell
from tests.benchmarks.turns import best

PRODUCTS, CATEGORIES, LIMIT, PAGE = 260_000, 200, 24, 10_000
ROUNDS = 300
AT_MOST = 1.2
"""Times as long, either way."""

FILL = """
INSERT INTO catalog_category (slug, name, trail, position, version)
SELECT 'c' || n, 'Category ' || n, jsonb_build_array(jsonb_build_object('slug', 'c' || n, 'name', 'C')), 0, 1
FROM generate_series(1, %(categories)s) n;
INSERT INTO catalog_product
    (id, slug, name, description, amount, currency, category_id, stock, image_url, image_alt, version, created_at,
     updated_at)
SELECT gen_random_uuid(), 'product-' || n, 'Product ' || n %% 5000, repeat('text ', 40), n %% 900, 'EUR',
    (SELECT min(id) FROM catalog_category) + n %% %(categories)s, 1, '', '', 1, now() - n * interval '1 second', now()
FROM generate_series(1, %(products)s) n;
ANALYZE catalog_product, catalog_category;
"""


@pytest.fixture(scope="module")
def _catalog(installation: None) -> None:
    from django.db import connection  # noqa: PLC0415 - settings are there only now

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"products": PRODUCTS, "categories": CATEGORIES})


@pytest.mark.usefixtures("_catalog")
def test_cost_the_same() -> None:
    from productwatch.catalog.orders import Sort  # noqa: PLC0415

    told = {}
    for sort in get_args(Sort):
        works = {"first": _page(sort, None), "far": _page(sort, _cursor(sort))}
        taken = best(works, rounds=ROUNDS, times=1)
        told[sort] = taken["far"] / taken["first"]
        measured = f"{taken['far']:.0f} µs; page 1 {taken['first']:.0f} µs: {told[sort]:.2f}×"
        tell(f"page {PAGE} of products by {sort}", measured, f"within {AT_MOST}×")
    assert {sort: ratio for sort, ratio in told.items() if not 1 / AT_MOST <= ratio <= AT_MOST} == {}


def _page(sort: Any, cursor: str | None) -> Callable[[], Any]:
    """Answers a request for it, through all middleware, from rows: a page of this length is never kept."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    handler = WSGIHandler()
    query = {"sort": sort, "limit": LIMIT} | ({"cursor": cursor} if cursor else {})

    def answer() -> None:
        assert handler.get_response(RequestFactory().get("/api/v1/products", query)).status_code == 200

    return answer


def _cursor(sort: Any) -> str:
    """Where the page before ended, found the slow way; a page of another length leads there too."""
    from productwatch.catalog.models import Product  # noqa: PLC0415
    from productwatch.catalog.orders import order_of  # noqa: PLC0415
    from productwatch.catalog.selectors import Choice  # noqa: PLC0415
    from productwatch.platform.cursors import Cursors  # noqa: PLC0415

    order = order_of(sort)
    last = order.sorted(Product.objects.values(*order.columns))[(PAGE - 1) * LIMIT - 1]
    return Cursors("products", Choice(), order).made(*order.position(last))
