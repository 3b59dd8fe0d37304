"""The list of products …"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import LONGEST_NAME, Category, Product
from productwatch.catalog.orders import Sort
from productwatch.catalog.services import categories, products
from productwatch.platform.cursors import LONGEST, Cursors
from productwatch.platform.money import Money
from tests.app.catalog.conftest import Made
from tests.app.catalog.shoes import attribute, shoe_type

if TYPE_CHECKING:
    import redis

URL = "/api/v1/products"


def pages(client: Client, limit: int, **filters: str) -> Iterator[list[str]]:
    query: dict[str, str] = {"limit": str(limit), **filters}
    while True:
        page = client.get(URL, query).json()
        yield [product["slug"] for product in page["items"]]
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


def test_of_no_products_is_empty(db: None, anonymous: Client) -> None:
    assert anonymous.get(URL).json() == {"items": [], "next": None}


def test_goes_page_by_page_in_the_order_of_slugs(made: Made, anonymous: Client) -> None:
    for name in ("Stool", "Bench", "Arm chair", "Stool", "Table"):
        made(name)
    assert list(pages(anonymous, 2)) == [["arm-chair", "bench"], ["stool", "stool-2"], ["table"]]


def test_ends_with_a_full_page(made: Made, anonymous: Client) -> None:
    for name in ("Stool", "Bench"):
        made(name)
    assert list(pages(anonymous, 2)) == [["bench", "stool"]]


def test_holds_its_place_while_products_come_and_go(made: Made, anonymous: Client) -> None:
    for name in ("b", "d", "f"):
        made(name)
    walk = pages(anonymous, 2)
    assert next(walk) == ["b", "d"]
    products.archive("d")
    made("a")
    assert next(walk) == ["f"]


def test_leaves_out_what_is_archived(made: Made, anonymous: Client) -> None:
    made("Stool")
    products.archive("stool")
    assert anonymous.get(URL).json()["items"] == []


def test_goes_by_what_is_asked_for(made: Made, anonymous: Client) -> None:
    for name, amount, currency in (("Bench", 2, "USD"), ("Arm chair", 3, "EUR"), ("Chest", 100, "JPY")):
        made(name, price=Money(Decimal(amount), currency))
    products.change("bench", {"stock": 1})
    found = {sort: [slug for page in pages(anonymous, 1, sort=sort) for slug in page] for sort in get_args(Sort)}
    up = {
        "slug": ["arm-chair", "bench", "chest"],
        "name": ["arm-chair", "bench", "chest"],
        "price": ["arm-chair", "chest", "bench"],
        "created_at": ["bench", "arm-chair", "chest"],
        "updated_at": ["arm-chair", "chest", "bench"],
    }
    assert found == up | {f"-{sort}": slugs[::-1] for sort, slugs in up.items()}


def test_has_cursors_for_one_order_and_category_alone(made: Made, stools: Category, anonymous: Client) -> None:
    for name in ("Stool", "Bench"):
        made(name, category="stools")
    cursor = anonymous.get(URL, {"limit": 1}).json()["next"]
    assert anonymous.get(URL, {"limit": 9, "cursor": cursor}).status_code == 200
    for other in ({"sort": "name"}, {"sort": "-slug"}, {"category": "stools"}):
        assert anonymous.get(URL, {"limit": 1, "cursor": cursor, **other}).status_code == 422


def test_takes_the_longest_names_into_its_cursors(made: Made, anonymous: Client) -> None:
    for _ in range(2):
        made("\N{FACE WITH TEARS OF JOY}" * LONGEST_NAME)
    assert [len(page) for page in pages(anonymous, 1, sort="name")] == [1, 1]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, 1),
        ({"limit": "50", "sort": "-price"}, 1),
        ({"category": "stools"}, 1),
        ({"category": "made-up"}, 0),
        ({"type": "shoe"}, 1),
        ({"type": "made-up"}, 0),
        ({"type": "shoe", "category": "stools"}, 0),
        ({"type": "shoe", "attribute": "sole:Rubber"}, 0),
        ({"brand": "Seats"}, 0),
        ({"tag": "oak"}, 0),
        ({"limit": "24"}, 0),
        ({"limit": "1"}, 0),
    ],
)
def test_is_kept_where_that_is_bounded(
    stool: Product, anonymous: Client, redis_server: "redis.Redis", query: dict[str, str], kept: int
) -> None:
    shoe_type(attribute("sole"))
    products.change("stool", {"type": "shoe", "attributes": {"sole": "Rubber"}, "brand": "Seats", "tags": ["oak"]})
    anonymous.get(URL, query)
    assert len(redis_server.keys("bytes:*")) == kept
    assert len(redis_server.keys("mark:*")) == kept


def test_keeps_no_page_but_the_first(made: Made, anonymous: Client, redis_server: "redis.Redis") -> None:
    for number in range(11):
        made(f"Stool {number}")
    assert len(list(pages(anonymous, 10))) == 2
    assert len(redis_server.keys("bytes:*")) == 1


def test_has_25_items_a_page_unless_told(made: Made, anonymous: Client) -> None:
    for number in range(26):
        made(f"Stool {number}")
    assert len(anonymous.get(URL).json()["items"]) == 25


def test_of_a_category_holds_what_lies_below_it(made: Made, anonymous: Client) -> None:
    for path in (["Seats", "Stools"], ["Seats"], ["Tables"]):
        made(f"In {path[-1]}", category=categories.ensure(path).slug)
    assert list(pages(anonymous, 9, category="seats")) == [["in-seats", "in-stools"]]
    assert list(pages(anonymous, 9, category="none")) == [[]]


def test_may_hold_what_is_in_stock_alone(made: Made, anonymous: Client) -> None:
    made("Chair", stock=1)
    made("Table", stock=0)
    asked = ("true", "false")
    found = [[item["slug"] for item in anonymous.get(URL, {"in_stock": each}).json()["items"]] for each in asked]
    assert found == [["chair"], ["chair", "table"]]


def test_shows_each_product_as_it_shows_alone(stool: Product, anonymous: Client) -> None:
    (item,) = anonymous.get(URL).json()["items"]
    alone = anonymous.get(f"{URL}/stool").json()
    assert alone == item | {"description_html": "<p>Three legs.</p>\n"}


def test_fits_the_documented_schema(stool: Product, anonymous: Client) -> None:
    schemas.ProductPage.model_validate(anonymous.get(URL).json())


def test_costs_one_query_however_long_and_none_again(
    made: Made, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        made(f"Stool {number}", category=categories.ensure([f"Category {number}"]).slug)
    with django_assert_num_queries(1):
        anonymous.get(URL)
    with django_assert_num_queries(0):
        anonymous.get(URL)


@pytest.mark.django_db(transaction=True)
def test_is_read_anew_after_any_change(made: Made, anonymous: Client) -> None:
    made("Stool")
    before = anonymous.get(URL)
    made("Bench")
    assert anonymous.get(URL)["ETag"] != before["ETag"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"limit": "0"}, "#/limit"),
        ({"limit": "101"}, "#/limit"),
        ({"limit": "1e400"}, "#/limit"),
        ({"cursor": "made-up"}, "#/cursor"),
        ({"cursor": Cursors("products", None).made("a")}, "#/cursor"),
        ({"cursor": "x" * (LONGEST + 1)}, "#/cursor"),
        ({"sort": "stock"}, "#/sort"),
        ({"sort": ""}, "#/sort"),
        ({"category": "a" * 300}, "#/category"),
        ({"page": "2"}, "#/page"),
    ],
)
def test_refuses(db: None, anonymous: Client, query: dict[str, str], pointer: str) -> None:
    answer = anonymous.get(URL, query)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
