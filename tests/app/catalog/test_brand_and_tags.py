"""The brand and the tags of a product …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.models import Product
from tests.app.catalog.conftest import Made
from tests.app.catalog.test_change_product import URL as STOOL
from tests.app.catalog.test_change_product import patch
from tests.app.catalog.test_list_products import URL, pages
from tests.app.catalog.tree import pointers

BODY = {"name": "Bench", "price": {"amount": "10.00", "currency": "USD"}}


def test_are_none_unless_given(stool: Product, anonymous: Client) -> None:
    shown = anonymous.get(STOOL).json()
    assert (shown["brand"], shown["tags"]) == (None, [])


@pytest.mark.django_db
def test_are_given_to_a_new_product(admin_client: Client) -> None:
    body = BODY | {"brand": "Möbel & Söhne", "tags": ["wood", "oak", "wood"]}
    shown = admin_client.post(URL, body, content_type="application/json").json()
    assert (shown["brand"], shown["tags"]) == ("Möbel & Söhne", ["oak", "wood"])


def test_are_changed_and_emptied(stool: Product, admin_client: Client) -> None:
    patch(admin_client, brand="Seats", tags=["oak"])
    shown = patch(admin_client, brand=None, tags=[]).json()
    assert (shown["brand"], shown["tags"]) == (None, [])
    assert stool.versions.latest("number").diff == {"brand": ["Seats", None], "tags": [["oak"], []]}


def test_in_another_order_are_no_change(stool: Product, admin_client: Client) -> None:
    patch(admin_client, tags=["oak", "wood"])
    patch(admin_client, tags=["wood", "oak"])
    assert stool.versions.count() == 2


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"brand": ""}, "#/brand"),
        ({"brand": "x" * 101}, "#/brand"),
        ({"tags": None}, "#/tags"),
        ({"tags": [" "]}, "#/tags/0"),
        ({"tags": ["x" * 51]}, "#/tags/0"),
        ({"tags": ["a\nb"]}, "#/tags/0"),
        ({"tags": [str(number) for number in range(21)]}, "#/tags"),
    ],
)
def test_are_refused(stool: Product, admin_client: Client, fields: dict[str, Any], pointer: str) -> None:
    assert pointers(patch(admin_client, **fields)) == (422, [pointer])


def test_list_what_has_them(made: Made, anonymous: Client) -> None:
    made("A", brand="Seats", tags=["oak", "wood"])
    made("B", brand="Seats", tags=["oak"])
    made("C", tags=["wood"])
    assert list(pages(anonymous, 1, brand="Seats")) == [["a"], ["b"]]
    assert list(pages(anonymous, 9, tag="wood")) == [["a", "c"]]
    assert list(pages(anonymous, 9, tag="wood", brand="Seats")) == [["a"]]
    assert list(pages(anonymous, 9, brand="seats")) == [[]]


@pytest.mark.parametrize("query", [{"brand": "\0"}, {"tag": ""}, {"tag": "x" * 51}])
def test_are_not_asked_for_so(db: None, anonymous: Client, query: dict[str, str]) -> None:
    assert anonymous.get(URL, query).status_code in {400, 422}
