"""A category that is deleted …"""

import pytest
from django.test import Client

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories, products
from productwatch.events.models import Event
from productwatch.platform.problems import Conflict, Invalid
from tests.app.at_once import while_held
from tests.app.catalog.conftest import Made
from tests.app.catalog.tree import URL, pointers, told


def test_is_gone(stools: Category, admin_client: Client) -> None:
    assert admin_client.delete(f"{URL}/stools").status_code == 204
    assert admin_client.get(f"{URL}/stools").status_code == 404
    assert told() == ["Furniture", "Furniture/Seats"]
    assert Event.objects.get(kind="category.removed").payload == {"slug": "stools", "name": "Stools"}


@pytest.mark.django_db(transaction=True)
def test_is_gone_from_what_was_read_before(stools: Category, anonymous: Client, admin_client: Client) -> None:
    for url in (f"{URL}/stools", URL):
        assert anonymous.get(url).status_code == 200
    admin_client.delete(f"{URL}/stools")
    assert anonymous.get(f"{URL}/stools").status_code == 404
    assert len(anonymous.get(URL).json()["items"]) == 2


def test_holds_no_categories(stools: Category, admin_client: Client) -> None:
    answer = admin_client.delete(f"{URL}/seats")
    assert pointers(answer) == (409, ["#/slug"])
    assert "1 categories and 0 products" in answer.json()["detail"]


def test_holds_no_products_archived_or_not(stool: Product, admin_client: Client) -> None:
    assert admin_client.delete(f"{URL}/stools").status_code == 409
    products.archive("stool")
    assert admin_client.delete(f"{URL}/stools").status_code == 409
    assert Category.objects.filter(slug="stools").exists()


def test_has_to_exist(db: None, admin_client: Client) -> None:
    assert admin_client.delete(f"{URL}/none").status_code == 404


def test_is_not_deleted_by_a_customer(stools: Category, customer_client: Client) -> None:
    assert customer_client.delete(f"{URL}/stools").status_code == 403


def test_is_not_deleted_by_who_is_not_signed_in(stools: Category, anonymous: Client) -> None:
    assert anonymous.delete(f"{URL}/stools").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_stays_for_a_product_that_comes_into_it_at_the_last_moment(made: Made, stools: Category) -> None:
    with pytest.raises(Conflict):
        while_held(lambda: made("Bench", category="stools"), lambda: categories.remove("stools"))
    assert Product.objects.values_list("category__slug", flat=True).get() == "stools"


@pytest.mark.django_db(transaction=True)
def test_takes_no_product_that_comes_too_late(made: Made, stools: Category) -> None:
    def late() -> str:
        with pytest.raises(Invalid):
            made("Bench", category="stools")
        return ""

    while_held(lambda: str(categories.remove("stools")), late)
    assert not Product.objects.exists()
