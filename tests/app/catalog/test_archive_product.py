"""An archived product …"""

import pytest
from django.db.models import ProtectedError
from django.test import Client

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.events.models import Event
from productwatch.platform.problems import NotFound

URL = "/api/v1/products/stool"


def test_leaves_the_public_catalog(stool: Product, admin_client: Client, anonymous: Client) -> None:
    assert admin_client.delete(URL).status_code == 204
    assert anonymous.get(URL).status_code == 404
    assert anonymous.get("/api/v1/products").json()["items"] == []


def test_is_not_there_to_be_archived_or_changed_again(stool: Product, admin_client: Client) -> None:
    admin_client.delete(URL)
    assert admin_client.delete(URL).status_code == 404
    assert admin_client.patch(URL, {"stock": 1}, content_type="application/json").status_code == 404


def test_is_told_of_and_keeps_its_history(stool: Product, admin_client: Client) -> None:
    admin_client.delete(URL)
    told = Event.objects.get(kind="product.archived").payload
    assert told == {"slug": "stool", "name": "Stool", "status": "archived", "diff": {}}
    assert list(stool.versions.order_by("number").values_list("kind", flat=True)) == ["created", "archived"]


def test_is_still_found_by_who_asks_for_archived_ones(stool: Product, admin_client: Client) -> None:
    admin_client.delete(URL)
    assert selectors.product_id("stool") == stool.id
    with pytest.raises(NotFound):
        selectors.public_product_id("stool")


def test_is_never_deleted(stool: Product) -> None:
    with pytest.raises(ProtectedError):
        stool.delete()


def test_is_not_archived_by_a_customer(stool: Product, customer_client: Client) -> None:
    assert customer_client.delete(URL).status_code == 403


def test_is_not_archived_by_who_is_not_signed_in(stool: Product, anonymous: Client) -> None:
    assert anonymous.delete(URL).status_code == 401
