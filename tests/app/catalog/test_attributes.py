"""The attributes of a product …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.models import Product
from productwatch.catalog.services import product_types, products
from productwatch.catalog.services.products.undoing import undo
from productwatch.platform.problems import Conflict
from tests.app.catalog.conftest import Made
from tests.app.catalog.shoes import SIZE, VALUES, attribute, shoe_type
from tests.app.catalog.test_change_product import URL as STOOL
from tests.app.catalog.test_change_product import patch
from tests.app.catalog.test_list_products import URL
from tests.app.catalog.tree import pointers, post

BODY = {"name": "Plimsolls", "price": {"amount": "10.00", "currency": "USD"}}


@pytest.fixture
def typed(stool: Product) -> Product:
    """The stool, which has become a shoe."""
    shoe_type()
    products.change("stool", {"type": "shoe", "attributes": dict(VALUES)})
    return Product.objects.get()


def test_are_none_unless_given(stool: Product, anonymous: Client) -> None:
    shown = anonymous.get(STOOL).json()
    assert (shown["type"], shown["attributes"]) == (None, {})


@pytest.mark.django_db
def test_are_given_to_a_new_product(admin_client: Client) -> None:
    shoe_type()
    shown = post(admin_client, URL, **BODY, type="shoe", attributes=VALUES).json()
    assert (shown["type"], shown["attributes"]) == ({"slug": "shoe", "name": "Shoe"}, VALUES)


def test_are_changed_as_a_whole(typed: Product, admin_client: Client) -> None:
    assert patch(admin_client, attributes={"size": "43"}).json()["attributes"] == {"size": "43"}
    assert typed.versions.latest("number").diff == {"attributes": [VALUES, {"size": "43"}]}


def test_stay_where_something_else_changes(typed: Product, admin_client: Client) -> None:
    assert patch(admin_client, name="Shoe").json()["attributes"] == VALUES


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("42.50", "42.5"),
        ("0042", "42"),
        ("100", "100"),
        ("-0.00", "0"),
        ("-1.5", "-1.5"),
        ("123456789012345.0123456789", "123456789012345.0123456789"),
    ],
)
def test_hold_equal_numbers_as_one(typed: Product, admin_client: Client, given: str, kept: str) -> None:
    assert patch(admin_client, attributes={"size": given}).json()["attributes"] == {"size": kept}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("heel", "5"),
        ("size", 42),
        ("size", "a"),
        ("size", "1e3"),
        ("size", "٤٢"),
        ("size", "42\n"),
        ("size", "1234567890123456"),
        ("size", True),
        ("size", None),
        ("size", ["42"]),
        ("colour", "green"),
        ("colour", True),
        ("waterproof", "true"),
        ("sole", " "),
        ("sole", "a\nb"),
        ("sole", "x" * 201),
        ("sole", True),
        ("since", "2026-02-30"),
        ("since", "20261120"),
        ("since", True),
    ],
)
def test_are_refused(typed: Product, admin_client: Client, code: str, value: Any) -> None:
    assert pointers(patch(admin_client, attributes=VALUES | {code: value})) == (422, [f"#/attributes/{code}"])


def test_that_the_type_requires_have_to_be_given(typed: Product, admin_client: Client) -> None:
    assert pointers(patch(admin_client, attributes={})) == (422, ["#/attributes/size"])
    assert pointers(post(admin_client, URL, **BODY, type="shoe")) == (422, ["#/attributes/size"])


def test_are_told_all_that_is_wrong_at_once(typed: Product, admin_client: Client) -> None:
    wrong = pointers(patch(admin_client, attributes={"heel": "1", "colour": "green"}))
    assert wrong == (422, ["#/attributes/heel", "#/attributes/size", "#/attributes/colour"])


def test_need_a_type(stool: Product, admin_client: Client) -> None:
    assert pointers(patch(admin_client, attributes={"size": "42"})) == (422, ["#/attributes/size"])
    assert pointers(patch(admin_client, type="none")) == (422, ["#/type"])


def test_have_to_fit_the_type_that_the_product_gets(typed: Product, admin_client: Client) -> None:
    product_types.create({"name": "Boot", "attributes": [SIZE]})
    left = ["colour", "waterproof", "sole", "since"]
    status, wrong = pointers(patch(admin_client, type="boot"))
    assert (status, set(wrong)) == (422, {f"#/attributes/{code}" for code in left})
    assert patch(admin_client, type="boot", attributes={"size": "42"}).json()["type"]["slug"] == "boot"
    assert patch(admin_client, type=None, attributes={}).json()["type"] is None


def test_come_back_with_an_undo(typed: Product, admin_client: Client) -> None:
    patch(admin_client, type=None, attributes={})
    shown = admin_client.post(f"{STOOL}/history/3/undo").json()
    assert (shown["type"]["slug"], shown["attributes"]) == ("shoe", VALUES)


def test_do_not_come_back_to_a_type_that_is_gone(typed: Product, admin_client: Client) -> None:
    patch(admin_client, type=None, attributes={})
    product_types.remove("shoe")
    assert pointers(admin_client.post(f"{STOOL}/history/3/undo")) == (409, ["#/type"])


def test_do_not_come_back_where_the_type_has_them_no_more(typed: Product, admin_client: Client) -> None:
    patch(admin_client, attributes={"size": "42"})
    product_types.change("shoe", {"attributes": [SIZE, attribute("colour", "number")]})
    status, wrong = pointers(admin_client.post(f"{STOOL}/history/3/undo"))
    assert (status, set(wrong)) == (409, {f"#/attributes/{code}" for code in VALUES if code != "size"})
    with pytest.raises(Conflict):
        undo("stool", 3)
    assert Product.objects.get().attributes == {"size": "42"}


def test_are_bounded_in_number(stool: Product, admin_client: Client) -> None:
    attributes = {f"a{number}": "1" for number in range(51)}
    assert pointers(patch(admin_client, attributes=attributes)) == (422, ["#/attributes"])


@pytest.mark.django_db(transaction=True)
def test_are_shown_with_the_new_name_of_their_type(made: Made, anonymous: Client) -> None:
    shoe_type()
    made("Plimsolls", type="shoe", attributes={"size": "42"})
    urls = (URL, f"{URL}/plimsolls")
    before = [anonymous.get(url)["ETag"] for url in urls]
    product_types.change("shoe", {"name": "Footwear"})
    page, product = (anonymous.get(url) for url in urls)
    assert page.json()["items"][0]["type"] == product.json()["type"] == {"slug": "shoe", "name": "Footwear"}
    assert [page["ETag"], product["ETag"]] != before
