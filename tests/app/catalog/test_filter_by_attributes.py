"""Products are listed by their type and by what their attributes are …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.services import product_types, products
from tests.app.catalog.conftest import Made
from tests.app.catalog.shoes import COLOUR, SHOE, SIZE, shoe_type
from tests.app.catalog.test_list_products import URL, pages
from tests.app.catalog.tree import pointers


@pytest.fixture
def shoes(made: Made) -> None:
    shoe_type()
    product_types.create({"name": "Boot", "attributes": [SIZE]})
    made("A", type="shoe", attributes={"size": "42", "colour": "red", "waterproof": True})
    made("B", type="shoe", attributes={"size": "42.5", "colour": "white", "waterproof": False, "sole": "a:b"})
    made("C", type="shoe", attributes={"size": "43", "colour": "red", "since": "2026-11-20"})
    made("D", type="boot", attributes={"size": "42"})
    made("E")


def listed(client: Client, *attributes: str, **query: Any) -> str:
    """The slugs as one word."""
    found = client.get(URL, {"type": "shoe", "attribute": attributes, **query}).json()
    return "".join(product["slug"] for product in found["items"])


def test_of_one_type(shoes: None, anonymous: Client) -> None:
    assert list(pages(anonymous, 2, type="shoe")) == [["a", "b"], ["c"]]
    assert list(pages(anonymous, 9, type="none")) == [[]]


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        (["size:42"], "a"),
        (["size:42.50"], "b"),
        (["size:042"], "a"),
        (["colour:red"], "ac"),
        (["waterproof:true"], "a"),
        (["waterproof:false"], "b"),
        (["sole:a:b"], "b"),
        (["since:2026-11-20"], "c"),
        (["size:44"], ""),
    ],
)
def test_with_a_value(shoes: None, anonymous: Client, attributes: list[str], found: str) -> None:
    assert listed(anonymous, *attributes) == found


def test_with_any_value_of_one_and_each_of_several(shoes: None, anonymous: Client) -> None:
    assert listed(anonymous, "size:42", "size:43") == "ac"
    assert listed(anonymous, "size:42", "size:43", "waterproof:true") == "a"
    assert listed(anonymous, "size:42", "colour:white") == ""


def test_with_other_filters_and_orders(shoes: None, anonymous: Client) -> None:
    products.change("c", {"brand": "Seats"})
    assert listed(anonymous, "colour:red", brand="Seats") == "c"
    assert listed(anonymous, "colour:red", sort="-name") == "ca"


def test_without_archived_ones(shoes: None, anonymous: Client) -> None:
    products.archive("a")
    assert listed(anonymous, "colour:red") == "c"


def test_with_cursors_for_these_values_alone(shoes: None, anonymous: Client) -> None:
    cursor = anonymous.get(URL, {"type": "shoe", "limit": "1"}).json()["next"]
    assert listed(anonymous, cursor=cursor) == "bc"
    query: dict[str, str] = {"type": "shoe", "attribute": "size:42", "cursor": cursor}
    assert pointers(anonymous.get(URL, query)) == (422, ["#/cursor"])


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"attribute": "size:42"}, "#/attribute"),
        ({"type": "shoe", "attribute": "size"}, "#/attribute/0"),
        ({"type": "shoe", "attribute": ["size:42", "heel:1"]}, "#/attribute/1"),
        ({"type": "shoe", "attribute": "size:large"}, "#/attribute/0"),
        ({"type": "shoe", "attribute": "colour:green"}, "#/attribute/0"),
        ({"type": "shoe", "attribute": "waterproof:1"}, "#/attribute/0"),
        ({"type": "shoe", "attribute": "since:today"}, "#/attribute/0"),
        ({"type": "shoe", "attribute": "sole:" + "x" * 300}, "#/attribute/0"),
        ({"type": "shoe", "attribute": ["size:42"] * 21}, "#/attribute"),
        ({"type": ["shoe", "boot"]}, "#/type"),
    ],
)
def test_or_not_at_all(shoes: None, anonymous: Client, query: dict[str, Any], pointer: str) -> None:
    assert pointers(anonymous.get(URL, query)) == (422, [pointer])


@pytest.mark.django_db(transaction=True)
def test_anew_after_any_change(shoes: None, anonymous: Client) -> None:
    assert [listed(anonymous), listed(anonymous, "colour:red")] == ["abc", "ac"]
    products.change("b", {"attributes": {"size": "42", "colour": "red"}})
    products.archive("a")
    assert [listed(anonymous), listed(anonymous, "colour:red")] == ["bc", "bc"]


def test_from_values_that_the_type_has_now(shoes: None, anonymous: Client) -> None:
    product_types.change("shoe", {"attributes": [SIZE, COLOUR | {"choices": ["red", "white", "blue"]}, *SHOE[2:]]})
    assert listed(anonymous, "colour:blue") == ""
