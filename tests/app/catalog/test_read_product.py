"""A product, read by anyone, …"""

from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from tests.app.catalog.conftest import Made

URL = "/api/v1/products/stool"


def test_is_shown_as_a_whole(stool: Product, anonymous: Client) -> None:
    shown = anonymous.get(URL).json()
    times = {name: datetime.fromisoformat(shown.pop(name)) for name in ("created_at", "updated_at")}
    assert shown == {
        "slug": "stool",
        "name": "Stool",
        "description": "Three legs.",
        "description_html": "<p>Three legs.</p>\n",
        "price": {"amount": "10.00", "currency": "USD"},
        "category": {
            "slug": "stools",
            "name": "Stools",
            "path": [
                {"slug": "furniture", "name": "Furniture"},
                {"slug": "seats", "name": "Seats"},
                {"slug": "stools", "name": "Stools"},
            ],
        },
        "type": None,
        "attributes": {},
        "stock": 3,
        "sku": "S-1",
        "brand": None,
        "tags": [],
        "image": {"url": "products/stool.png", "alt": "A stool"},
        "images": [],
        "status": "published",
        "publish_from": None,
        "publish_until": None,
    }
    assert times == {"created_at": stool.created_at, "updated_at": stool.updated_at}


def test_shows_null_for_what_it_does_not_have(made: Made, anonymous: Client) -> None:
    made("Stool")
    shown = anonymous.get(URL).json()
    assert [shown[name] for name in ("category", "sku", "image")] == [None, None, None]


def test_fits_the_documented_schema_to_the_letter(stool: Product, anonymous: Client) -> None:
    shown = anonymous.get(URL).json()
    assert schemas.ProductDetail.model_validate(shown, strict=False).model_dump().keys() == shown.keys()


def test_costs_one_query_and_none_the_second_time(
    stool: Product, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        first = anonymous.get(URL)
    with django_assert_num_queries(0):
        assert anonymous.get(URL).content == first.content


def test_is_not_sent_again_to_who_has_it(
    stool: Product, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tag = anonymous.get(URL)["ETag"]
    with django_assert_num_queries(0):
        assert anonymous.get(URL, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_is_read_anew_after_a_change(stool: Product, anonymous: Client) -> None:
    anonymous.get(URL)
    products.change("stool", {"stock": 2})
    assert anonymous.get(URL).json()["stock"] == 2


@pytest.mark.django_db(transaction=True)
def test_is_gone_at_once_when_it_is_archived(stool: Product, anonymous: Client) -> None:
    anonymous.get(URL)
    products.archive("stool")
    assert anonymous.get(URL).status_code == 404


@pytest.mark.parametrize("slug", ["none", "Stool", "a" * 300, "a_b", "a\n", "%F0%9F%AA%91"])
def test_that_does_not_exist_is_a_problem(db: None, anonymous: Client, slug: str) -> None:
    answer = anonymous.get(f"/api/v1/products/{slug}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_has_a_head(stool: Product, anonymous: Client) -> None:
    answer = anonymous.head(URL)
    assert (answer.status_code, answer.content) == (200, b"")
