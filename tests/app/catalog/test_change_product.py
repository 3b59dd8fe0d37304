"""A changed product …"""

from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.models import Product, ProductVersion
from productwatch.catalog.services import categories, products
from productwatch.events.models import Event
from productwatch.platform.money import Money
from tests.app.at_once import at_once, while_held
from tests.app.catalog.conftest import Made

URL = "/api/v1/products/stool"


def patch(client: Client, url: str = URL, **fields: Any) -> Any:
    return client.patch(url, fields, content_type="application/json")


def test_has_what_was_given_and_keeps_the_rest(stool: Product, admin_client: Client) -> None:
    before = admin_client.get(URL).json()
    after = patch(admin_client, stock=2, price={"amount": "9", "currency": "EUR"}).json()
    changed = {"stock": 2, "price": {"amount": "9.00", "currency": "EUR"}, "updated_at": after["updated_at"]}
    assert after == before | changed
    assert after["updated_at"] > before["updated_at"]


def test_loses_what_null_empties(stool: Product, admin_client: Client) -> None:
    after = patch(admin_client, category=None, sku=None, image=None).json()
    assert [after[name] for name in ("category", "sku", "image")] == [None, None, None]


def test_lies_in_its_new_category(stool: Product, admin_client: Client) -> None:
    categories.ensure(["Kitchen"])
    assert patch(admin_client, category="kitchen").json()["category"]["name"] == "Kitchen"


def test_keeps_what_it_was_and_what_it_became(stool: Product, admin_client: Client) -> None:
    categories.ensure(["Kitchen"])
    price, image = {"amount": "9.00", "currency": "EUR"}, {"url": "b.png", "alt": ""}
    patch(admin_client, name="Chair", price=price, category="kitchen", sku=None, image=image)
    version = stool.versions.get(kind="changed")
    assert version.number == 2
    assert version.diff == {
        "name": ["Stool", "Chair"],
        "price": [{"amount": "10.00", "currency": "USD"}, price],
        "category": ["stools", "kitchen"],
        "sku": ["S-1", None],
        "image": [{"url": "products/stool.png", "alt": "A stool"}, image],
    }


def test_is_told_of_with_its_new_name(stool: Product, admin_client: Client) -> None:
    patch(admin_client, name="Chair")
    event = Event.objects.get(kind="product.changed")
    assert event.subject == str(stool.id)
    assert event.payload == {
        "slug": "stool",
        "name": "Chair",
        "diff": {"name": ["Stool", "Chair"]},
        "status": "published",
    }


@pytest.mark.parametrize("fields", [{}, {"stock": 3}, {"price": {"amount": "10.000", "currency": "USD"}}])
def test_to_what_it_is_already_is_none(stool: Product, admin_client: Client, fields: dict[str, Any]) -> None:
    before = admin_client.get(URL).json()
    answer = patch(admin_client, **fields)
    assert (answer.status_code, answer.json()) == (200, before)
    assert not Event.objects.filter(kind="product.changed").exists()
    assert not ProductVersion.objects.filter(kind="changed").exists()


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"slug": "No slug"}, "#/slug"),
        ({"slug": None}, "#/slug"),
        ({"name": None}, "#/name"),
        ({"description": None}, "#/description"),
        ({"stock": None}, "#/stock"),
        ({"price": None}, "#/price"),
        ({"price": {"amount": "9.00"}}, "#/price/currency"),
        ({"image": {"alt": "A stool"}}, "#/image/url"),
        ({"category": "none"}, "#/category"),
    ],
)
def test_is_refused(stool: Product, admin_client: Client, fields: dict[str, Any], pointer: str) -> None:
    answer = patch(admin_client, **fields)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


def test_gets_no_sku_of_another(stool: Product, made: Made, admin_client: Client) -> None:
    made("Bench")
    answer = patch(admin_client, "/api/v1/products/bench", sku="S-1")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/sku")
    assert not Event.objects.filter(kind="product.changed").exists()


@pytest.mark.parametrize("slug", ["none", "No-Slug", "a" * 300])
def test_has_to_exist(db: None, admin_client: Client, slug: str) -> None:
    assert patch(admin_client, f"/api/v1/products/{slug}", stock=1).status_code == 404


def test_is_not_changed_by_a_customer(stool: Product, customer_client: Client) -> None:
    assert patch(customer_client, stock=1).status_code == 403


def test_is_not_changed_by_who_is_not_signed_in(stool: Product, anonymous: Client) -> None:
    assert patch(anonymous, stock=1).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_keeps_every_step_of_those_who_change_it_at_once(stool: Product) -> None:
    def work(number: int) -> None:
        for step in range(5):
            products.change("stool", {"price": Money(Decimal(100 + number * 10 + step), "USD")})

    at_once(*(partial(work, number) for number in range(4)))
    steps = list(stool.versions.filter(kind="changed").order_by("number").values_list("diff", flat=True))
    assert len(steps) == 20
    assert all(earlier["price"][1] == later["price"][0] for earlier, later in pairwise(steps))


@pytest.mark.django_db(transaction=True)
def test_is_of_what_somebody_faster_has_made_of_it(stool: Product) -> None:
    for name in ("Stools", "Chairs"):
        categories.create({"name": name})
    products.change("stool", {"category": "stools"})
    _, changed = while_held(
        lambda: products.change("stool", {"category": "chairs"}), lambda: products.change("stool", {"category": None})
    )
    assert changed == {"category": ["chairs", None]}
