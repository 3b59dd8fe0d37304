"""A page far behind costs what the first one does: the index brings its rows, in order, and no others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from productwatch.catalog.models import Category, Product, ProductType
from productwatch.catalog.orders import Sort
from productwatch.platform import clock
from tests.app.catalog.shoes import attribute

URL = "/api/v1/products"
PRODUCTS, CATEGORIES, LIMIT, PAGES = 3000, 15, 20, 50


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The rows of all these tests, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_many()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def many(ground: None, db: None) -> None:
    """They are there; what a test adds is gone with it."""


def make_many() -> None:
    """Every second is archived; names, prices and categories occur often."""
    start = clock.now()
    rooms = Category.objects.bulk_create(
        Category(slug=f"c{number}", name=f"Category {number}", trail=[{"slug": f"c{number}", "name": "C"}])
        for number in range(CATEGORIES)
    )
    shoe, boot = (
        ProductType.objects.create(slug=slug, attributes=[attribute("size", "number")]) for slug in ("shoe", "boot")
    )
    Product.objects.bulk_create(
        Product(
            slug=f"p{number}",
            name=f"Name {number % 7}",
            amount=number % 5,
            category=rooms[number % CATEGORIES],
            brand=f"b{number % 100}",
            tags=[f"t{number % 300}", "all"],
            type=boot if number % 50 == 1 else shoe,
            attributes={"size": str(number % 500)},
            stock=number % 10 == 1,
            currency=("EUR", "JPY")[number % 4 // 2],
            created_at=start - timedelta(seconds=number // 3),
            updated_at=start + timedelta(seconds=number // 3),
            archived_at=None if number % 2 else start,
        )
        for number in range(PRODUCTS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product, catalog_category, catalog_producttype")


def plan(client: Client, **query: Any) -> list[dict[str, Any]]:
    """What Postgres did for the page: the steps of its plan."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL, query).status_code == 200
    asked = captured[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked['sql']}")
        return list(steps(cursor.fetchone()[0][0]["Plan"]))


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from steps(below)


def cursor_behind(client: Client, pages: int, sort: str) -> str:
    query: dict[str, str] = {}
    for _ in range(pages):
        query = {"cursor": client.get(URL, {"sort": sort, "limit": str(LIMIT), **query}).json()["next"]}
    return query["cursor"]


@pytest.mark.parametrize("sort", get_args(Sort))
def test_in_the_order_of(many: None, anonymous: Client, sort: str) -> None:
    for query in ({}, {"cursor": cursor_behind(anonymous, PAGES, sort)}):
        done = plan(anonymous, sort=sort, limit=LIMIT, **query)
        assert not [step for step in done if "Sort" in step["Node Type"]]
        (scan,) = [step for step in done if step.get("Relation Name") == "catalog_product"]
        assert scan["Index Name"] == f"product_by_{sort.removeprefix('-')}"
        assert "Rows Removed by Filter" not in scan
        assert scan["Actual Rows"] == LIMIT + 1


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"category": "c7"}, "product_of_category"),
        ({"brand": "b7"}, "product_of_brand"),
        ({"type": "boot"}, "product_of_type"),
        ({"tag": "t7"}, "product_with_tag"),
        ({"in_stock": "true"}, "product_in_stock"),
        ({"type": "shoe", "attribute": "size:71"}, "product_with_attribute"),
        ({"type": "shoe", "attribute": ["size:71", "size:81"]}, "product_with_attribute"),
    ],
    ids=["category", "brand", "type", "tag", "stock", "attribute", "attributes"],
)
def test_of_one(many: None, anonymous: Client, query: dict[str, Any], index: str) -> None:
    done = plan(anonymous, limit=LIMIT, **query)
    used = {step["Index Name"] for step in done if step.get("Index Name", "").startswith("product")}
    assert used == {index}


def test_of_one_status(many: None, admin_client: Client) -> None:
    done = plan(admin_client, status="archived", limit=LIMIT)
    (scan,) = [step for step in done if step.get("Relation Name") == "catalog_product"]
    assert (scan["Index Name"], scan["Actual Rows"]) == ("product_hidden", LIMIT + 1)
    assert not [step for step in done if "Sort" in step["Node Type"]]
