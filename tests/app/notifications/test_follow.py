"""Following a product is a wish that is kept once, and can be taken back."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from productwatch.accounts.models import User
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.notifications.models import Follow
from tests.app.accounts.calling import is_problem
from tests.app.conftest import ClientOf

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def put(client: Client, slug: str = "stool") -> "Answer":
    return client.put(f"/api/v1/products/{slug}/follow")


def delete(client: Client, slug: str = "stool") -> "Answer":
    return client.delete(f"/api/v1/products/{slug}/follow")


@pytest.fixture
def stool(db: None) -> Product:
    return Product.objects.create(slug="stool", name="Stool", amount="10.00", currency="USD")


def test_is_kept_once(ann: User, stool: Product, client_of: ClientOf) -> None:
    client = client_of(ann)
    assert [put(client).status_code, put(client).status_code] == [204, 204]
    assert Follow.objects.values_list("user_id", "product_id").get() == (ann.id, stool.id)


def test_is_taken_back_also_twice(ann: User, bob: User, stool: Product, client_of: ClientOf) -> None:
    clients = client_of(ann), client_of(bob)
    assert [put(client).status_code for client in clients] == [204, 204]
    assert [delete(clients[0]).status_code, delete(clients[0]).status_code] == [204, 204]
    assert Follow.objects.get().user_id == bob.id


def test_is_for_who_is_signed_in(stool: Product) -> None:
    assert is_problem(put(Client()), 401)
    assert is_problem(delete(Client()), 401)
    assert not Follow.objects.exists()


def test_needs_a_product(ann: User, client_of: ClientOf) -> None:
    assert is_problem(put(client_of(ann), "no-such"), 404)
    assert is_problem(delete(client_of(ann), "no-such"), 404)


def test_of_an_archived_product_can_only_be_taken_back(ann: User, stool: Product, client_of: ClientOf) -> None:
    client = client_of(ann)
    put(client)
    products.archive("stool")
    assert Follow.objects.count() == 1
    assert is_problem(put(client), 404)
    assert delete(client).status_code == 204
    assert not Follow.objects.exists()
