"""A product's history …"""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.accounts.models import User
from productwatch.catalog.models import Product
from productwatch.catalog.services import products

PRODUCT = "/api/v1/products/stool"
URL = f"{PRODUCT}/history"


def patch(client: Client, **fields: object) -> None:
    assert client.patch(PRODUCT, fields, content_type="application/json").status_code == 200


def test_tells_what_became_what_by_whom_and_when(stool: Product, admin_client: Client, admin: User) -> None:
    patch(admin_client, stock=2)
    changed, created = admin_client.get(URL).json()["items"]
    assert changed == {
        "number": 2,
        "kind": "changed",
        "at": admin_client.get(PRODUCT).json()["updated_at"],
        "by": {"id": str(admin.id), "email": admin.email},
        "undoes": None,
        "diff": {"stock": [3, 2]},
    }
    assert (created["number"], created["kind"], created["by"]) == (1, "created", None)


def test_names_who_made_archived_and_restored_it(admin_client: Client, admin: User) -> None:
    new = {"name": "Stool", "price": {"amount": "1.00", "currency": "USD"}}
    assert admin_client.post("/api/v1/products", new, content_type="application/json").status_code == 201
    assert admin_client.delete(PRODUCT).status_code == 204
    assert admin_client.post(f"{PRODUCT}/restore").status_code == 200
    items = admin_client.get(URL).json()["items"]
    assert [(item["kind"], item["by"]["email"]) for item in items] == [
        (kind, admin.email) for kind in ("restored", "archived", "created")
    ]


def test_outlives_who_made_it(stool: Product, admin_client: Client, customer: User) -> None:
    products.change("stool", {"stock": 2}, by=customer.id)
    customer.delete()
    assert admin_client.get(URL).json()["items"][0]["by"] is None


def test_goes_page_by_page_and_holds_its_place(stool: Product, admin_client: Client) -> None:
    for stock in (10, 11, 12):
        products.change("stool", {"stock": stock})
    first = admin_client.get(URL, {"limit": 2}).json()
    products.change("stool", {"stock": 13})
    second = admin_client.get(URL, {"limit": 2, "cursor": first["next"]}).json()
    numbers = [[item["number"] for item in page["items"]] for page in (first, second)]
    assert (numbers, second["next"]) == ([[4, 3], [2, 1]], None)


def test_costs_three_queries_however_long(
    stool: Product, admin_client: Client, admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stock in range(10, 20):
        products.change("stool", {"stock": stock}, by=admin.id)
    with django_assert_num_queries(3):
        admin_client.get(URL)


def test_of_an_archived_product_is_there(stool: Product, admin_client: Client) -> None:
    products.archive("stool")
    assert admin_client.get(URL).json()["items"][0]["kind"] == "archived"


def test_that_the_client_has_is_not_sent_again(stool: Product, admin_client: Client) -> None:
    tag = admin_client.get(URL)["ETag"]
    assert admin_client.get(URL, headers={"If-None-Match": tag}).status_code == 304
    products.change("stool", {"stock": 2})
    assert admin_client.get(URL, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("slug", ["none", "No-Slug"])
def test_of_nothing_is_not_there(db: None, admin_client: Client, slug: str) -> None:
    assert admin_client.get(f"/api/v1/products/{slug}/history").status_code == 404


@pytest.mark.parametrize("cursor", ["made-up", "WyJhIl0"])
def test_refuses_a_cursor_of_nowhere(stool: Product, admin_client: Client, cursor: str) -> None:
    assert admin_client.get(URL, {"cursor": cursor}).status_code == 422


def test_is_for_admins(stool: Product, customer_client: Client, anonymous: Client) -> None:
    assert [client.get(URL).status_code for client in (customer_client, anonymous)] == [403, 401]
