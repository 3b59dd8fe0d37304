"""A new product …"""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from productwatch.catalog.models import Category, Product, ProductVersion
from productwatch.catalog.services import products
from productwatch.events.models import Event
from tests.app.at_once import at_once
from tests.app.catalog.conftest import TEN_DOLLARS

URL = "/api/v1/products"
LEAST = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}


def post(client: Client, **fields: Any) -> Any:
    return client.post(URL, LEAST | fields, content_type="application/json")


def test_needs_a_name_and_a_price(admin_client: Client) -> None:
    shown = post(admin_client).json()
    assert {name: shown[name] for name in ("slug", "description", "stock", "sku", "image", "category")} == {
        "slug": "stool",
        "description": "",
        "stock": 0,
        "sku": None,
        "image": None,
        "category": None,
    }


def test_is_answered_with_where_it_is_and_what_it_is(admin_client: Client, anonymous: Client) -> None:
    answer = post(admin_client)
    assert (answer.status_code, answer["Location"]) == (201, "/api/v1/products/stool")
    assert anonymous.get(answer["Location"]).json() == answer.json()


def test_has_all_that_it_is_given(admin_client: Client, stools: Category) -> None:
    given = {
        "slug": "three-legs",
        "description": "Two lines,\nof which this is one.",
        "price": {"amount": "7.5", "currency": "BHD"},
        "stock": 2**31 - 1,
        "sku": "S-1",
        "image": {"url": "https://images.example.com/a.png?size=2", "alt": ""},
    }
    shown = post(admin_client, category="stools", **given).json()
    assert {name: shown[name] for name in given} == given | {"price": {"amount": "7.500", "currency": "BHD"}}
    assert shown["category"]["slug"] == "stools"


def test_begins_its_history_and_is_told_of(admin_client: Client) -> None:
    post(admin_client)
    version, event = ProductVersion.objects.get(), Event.objects.get()
    assert (version.number, version.kind, version.diff) == (1, "created", {})
    assert (event.kind, event.subject) == ("product.created", str(version.product_id))
    assert event.payload == {"slug": "stool", "name": "Stool", "diff": {}, "status": "published"}


def test_whose_slug_is_taken_gets_a_number(admin_client: Client) -> None:
    assert [post(admin_client).json()["slug"] for _ in range(3)] == ["stool", "stool-2", "stool-3"]


def test_takes_no_slug_of_an_archived_one(admin_client: Client) -> None:
    post(admin_client)
    admin_client.delete(f"{URL}/stool")
    assert post(admin_client).json()["slug"] == "stool-2"


def test_with_a_long_name_has_a_slug_that_still_takes_a_number(admin_client: Client) -> None:
    slugs = [post(admin_client, name="a" * 200).json()["slug"] for _ in range(2)]
    assert slugs == ["a" * 80, "a" * 78 + "-2"]


def test_with_nothing_latin_in_its_name_has_an_id_for_a_slug(admin_client: Client) -> None:
    slug = post(admin_client, name="椅子").json()["slug"]
    assert Product.objects.get(slug=slug).id == UUID(slug)


def test_with_a_slug_that_is_taken_is_refused(admin_client: Client) -> None:
    post(admin_client, slug="stool")
    answer = post(admin_client, slug="stool")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/slug")


def test_with_a_sku_that_is_taken_is_refused(admin_client: Client) -> None:
    post(admin_client, sku="S-1")
    answer = post(admin_client, sku="S-1")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/sku")
    assert Product.objects.count() == 1


def test_in_an_unknown_category_is_refused(admin_client: Client) -> None:
    answer = post(admin_client, category="none")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/category")


def test_is_not_made_by_a_customer(customer_client: Client) -> None:
    assert post(customer_client).status_code == 403


def test_is_not_made_by_who_is_not_signed_in(db: None, anonymous: Client) -> None:
    assert post(anonymous).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_has_a_slug_of_its_own_when_many_are_made_at_once() -> None:
    def work() -> None:
        for _ in range(10):
            products.create({"name": "Stool", "price": TEN_DOLLARS})

    at_once(*[work] * 4)
    expected = {"stool", *(f"stool-{number}" for number in range(2, 41))}
    assert set(Product.objects.values_list("slug", flat=True)) == expected
