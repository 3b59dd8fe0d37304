"""A restored product …"""

import pytest
from django.test import Client

from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.events.models import Event
from productwatch.platform.reads import drop

PRODUCT = "/api/v1/products/stool"
URL = f"{PRODUCT}/restore"


@pytest.fixture(autouse=True)
def _archived(stool: Product) -> None:
    products.archive("stool")


def test_is_in_the_catalog_again_as_it_was(admin_client: Client, anonymous: Client) -> None:
    answer = admin_client.post(URL)
    assert (answer.status_code, answer.json()["stock"]) == (200, 3)
    assert anonymous.get(PRODUCT).json() == answer.json()


@pytest.mark.django_db(transaction=True)
def test_is_in_the_lists_at_once(admin_client: Client, anonymous: Client) -> None:
    assert anonymous.get("/api/v1/products").json()["items"] == []
    admin_client.post(URL)
    assert [item["slug"] for item in anonymous.get("/api/v1/products").json()["items"]] == ["stool"]


def test_is_told_of(admin_client: Client) -> None:
    admin_client.post(URL)
    told = Event.objects.get(kind="product.restored").payload
    assert told == {"slug": "stool", "name": "Stool", "status": "published", "diff": {}}


def test_has_to_be_archived(admin_client: Client) -> None:
    assert [admin_client.post(URL).status_code for _ in range(2)] == [200, 409]


def test_has_to_have_been_there(admin_client: Client) -> None:
    assert admin_client.post("/api/v1/products/none/restore").status_code == 404


def test_may_be_bound_to_the_tag_of_its_history(admin_client: Client) -> None:
    tag = admin_client.get(f"{PRODUCT}/history")["ETag"]
    assert admin_client.post(URL, headers={"If-Match": '"1-ab"'}).status_code == 412
    answer = admin_client.post(URL, headers={"If-Match": tag})
    drop("product:stool")
    assert (answer.status_code, answer["ETag"]) == (200, admin_client.get(PRODUCT)["ETag"])


def test_is_not_restored_by_others(customer_client: Client, anonymous: Client) -> None:
    assert [client.post(URL).status_code for client in (customer_client, anonymous)] == [403, 401]
