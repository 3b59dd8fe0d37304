"""A product type changes while products fit it, and not otherwise."""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.attributes import Attribute
from productwatch.catalog.models import Product, ProductType
from productwatch.catalog.services import product_types, products
from productwatch.platform.problems import Conflict, Invalid, NotFound
from tests.app.at_once import while_held
from tests.app.catalog.conftest import Made
from tests.app.catalog.shoes import COLOUR, SHOE, SIZE, URL, VALUES, attribute, shoe_type
from tests.app.catalog.tree import pointers

OTHERS = SHOE[2:]


@pytest.fixture
def shoe(made: Made) -> Product:
    shoe_type()
    return made("Plimsolls", type="shoe", attributes=dict(VALUES))


def patched(client: Client, *attributes: Any) -> Any:
    return client.patch(f"{URL}/shoe", {"attributes": attributes}, content_type="application/json")


@pytest.mark.parametrize(
    "attributes",
    [
        [SIZE | {"name": "Größe", "unit": None, "facet": False}, *SHOE[1:]],
        SHOE[::-1],
        [SIZE, COLOUR | {"choices": ["red", "green"]}, *OTHERS],
        [SIZE, COLOUR | {"required": True}, *OTHERS],
        [SIZE | {"required": False}, *SHOE[1:]],
        [*SHOE, attribute("heel")],
    ],
    ids=["other words", "another order", "other choices", "what all have", "what need not be", "a new attribute"],
)
def test_by(shoe: Product, admin_client: Client, attributes: list[Attribute]) -> None:
    assert patched(admin_client, *attributes).json()["attributes"] == attributes
    assert Product.objects.get().attributes == VALUES


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ([SIZE, *OTHERS], "#/attributes"),
        ([SIZE, attribute("colour"), *OTHERS], "#/attributes/1/kind"),
        ([SIZE, COLOUR | {"choices": ["white"]}, *OTHERS], "#/attributes/1/choices"),
        ([*SHOE, attribute("heel", required=True)], "#/attributes/5/required"),
    ],
    ids=["taking an attribute away", "another kind", "taking a choice away", "a new attribute that must be"],
)
def test_not_by(shoe: Product, admin_client: Client, attributes: list[Attribute], pointer: str) -> None:
    answer = patched(admin_client, *attributes)
    assert pointers(answer) == (409, [pointer])
    assert "1 products" in answer.json()["errors"][0]["detail"]
    assert ProductType.objects.get().attributes == SHOE


def test_not_by_what_would_hurt_archived_products(shoe: Product, admin_client: Client) -> None:
    products.archive("plimsolls")
    assert patched(admin_client, SIZE).status_code == 409


def test_by_taking_away_what_nobody_has(made: Made, admin_client: Client) -> None:
    shoe_type()
    made("Plimsolls", type="shoe", attributes={"size": "42"})
    assert patched(admin_client, SIZE, attribute("colour")).status_code == 200


def test_by_going_when_no_product_has_it(shoe: Product, admin_client: Client) -> None:
    products.archive("plimsolls")
    refused = admin_client.delete(f"{URL}/shoe")
    assert pointers(refused) == (409, ["#/slug"])
    assert "1 products" in refused.json()["detail"]
    products.restore("plimsolls")
    products.change("plimsolls", {"type": None, "attributes": {}})
    assert admin_client.delete(f"{URL}/shoe").status_code == 204


@pytest.mark.django_db(transaction=True)
def test_and_who_writes_a_product_meanwhile_waits(shoe: Product) -> None:
    def writes() -> str:
        try:
            products.change("plimsolls", {"attributes": {"size": "42", "heel": "5"}})
        except Invalid as refusal:
            return refusal.detail
        return "written"

    def changes() -> None:
        product_types.change("shoe", {"attributes": [*SHOE, attribute("heel")]})

    assert while_held(changes, writes) == (None, "written")


@pytest.mark.django_db(transaction=True)
def test_after_waiting_for_who_writes_a_product(made: Made) -> None:
    shoe_type()

    def changes() -> str:
        try:
            product_types.change("shoe", {"attributes": [SIZE]})
        except Conflict as refusal:
            return str(refusal.members["errors"][0]["pointer"])
        return "changed"

    held, outcome = while_held(lambda: made("Plimsolls", type="shoe", attributes=VALUES).slug, changes)
    assert (held, outcome) == ("plimsolls", "#/attributes")


@pytest.mark.django_db(transaction=True)
def test_and_is_not_taken_while_it_goes(stool: Product) -> None:
    shoe_type(COLOUR)

    def takes() -> str:
        try:
            products.change("stool", {"type": "shoe"})
        except Invalid as refusal:
            return str(refusal.members["errors"][0]["pointer"])
        return "taken"

    assert while_held(lambda: product_types.remove("shoe"), takes) == (None, "#/type")
    with pytest.raises(NotFound):
        product_types.remove("shoe")
