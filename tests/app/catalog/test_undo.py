"""A change that is undone …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.accounts.models import User
from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories, products
from productwatch.catalog.services.products.undoing import undo
from productwatch.events.models import Event
from tests.app.catalog.conftest import TEN_DOLLARS, Made

PRODUCT = "/api/v1/products/stool"


def undone(client: Client, number: int) -> Any:
    return client.post(f"{PRODUCT}/history/{number}/undo")


def patched(client: Client, **fields: Any) -> Any:
    return client.patch(PRODUCT, fields, content_type="application/json").json()


def test_leaves_the_product_as_it_was(stool: Product, admin_client: Client) -> None:
    categories.ensure(["Kitchen"])
    before = admin_client.get(PRODUCT).json()
    price, image = {"amount": "9.00", "currency": "EUR"}, {"url": "b.png", "alt": ""}
    patched(admin_client, name="Chair", price=price, category="kitchen", sku=None, image=image, stock=0, description="")
    after = undone(admin_client, 2)
    assert after.json() == before | {"updated_at": after.json()["updated_at"]}


def test_takes_nothing_else_back(stool: Product, admin_client: Client) -> None:
    patched(admin_client, stock=2)
    patched(admin_client, name="Chair")
    after = undone(admin_client, 2).json()
    assert (after["stock"], after["name"]) == (3, "Chair")


def test_is_a_version_that_says_so_and_can_be_undone(stool: Product, admin_client: Client, admin: User) -> None:
    patched(admin_client, stock=2)
    undone(admin_client, 2)
    latest = admin_client.get(f"{PRODUCT}/history").json()["items"][0]
    assert (latest["kind"], latest["undoes"], latest["diff"]) == ("changed", 2, {"stock": [2, 3]})
    assert latest["by"]["email"] == admin.email
    assert undone(admin_client, 3).json()["stock"] == 2


def test_is_told_of_as_any_change(stool: Product, admin_client: Client) -> None:
    patched(admin_client, price={"amount": "9.00", "currency": "EUR"})
    Event.objects.all().delete()
    undone(admin_client, 2)
    told = Event.objects.get(kind="product.changed").payload
    assert told["diff"] == {"price": [{"amount": "9.00", "currency": "EUR"}, TEN_DOLLARS.as_json()]}


def test_where_nothing_is_left_of_it_is_none(stool: Product, admin_client: Client) -> None:
    patched(admin_client, stock=2)
    patched(admin_client, stock=3)
    assert undone(admin_client, 2).status_code == 200
    assert stool.versions.count() == 3


def test_takes_no_sku_of_another(stool: Product, made: Made, admin_client: Client) -> None:
    patched(admin_client, sku=None)
    made("Bench", sku="S-1")
    answer = undone(admin_client, 2)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/sku")
    assert stool.versions.count() == 2


def test_finds_no_category_that_is_gone(stool: Product, stools: Category, admin_client: Client) -> None:
    patched(admin_client, category=None)
    stools.delete()
    answer = undone(admin_client, 2)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/category")


def test_has_to_be_one(stool: Product, admin_client: Client) -> None:
    products.archive("stool")
    products.restore("stool")
    assert [undone(admin_client, number).status_code for number in (1, 2, 3)] == [409, 409, 409]


@pytest.mark.parametrize("number", [0, 9, 10**30])
def test_has_to_be_there(stool: Product, admin_client: Client, number: int) -> None:
    assert undone(admin_client, number).status_code == 404


def test_of_an_archived_product_waits_until_it_is_restored(stool: Product, admin_client: Client) -> None:
    patched(admin_client, stock=2)
    products.archive("stool")
    assert undone(admin_client, 2).status_code == 409
    products.restore("stool")
    assert undone(admin_client, 2).json()["stock"] == 3


def test_is_not_undone_by_others(stool: Product, customer_client: Client, anonymous: Client) -> None:
    assert [undone(client, 2).status_code for client in (customer_client, anonymous)] == [403, 401]


def test_may_be_undone_by_nobody_in_particular(stool: Product) -> None:
    products.change("stool", {"stock": 2})
    assert undo("stool", 2) == {"stock": [2, 3]}
