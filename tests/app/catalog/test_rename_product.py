"""A product with another slug …"""

from functools import partial

import pytest
from django.test import Client

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.catalog.services.products import undoing
from productwatch.platform.problems import Conflict, NotFound
from tests.app.at_once import at_once, while_held
from tests.app.catalog.conftest import TEN_DOLLARS, Made
from tests.app.catalog.test_change_product import patch
from tests.app.catalog.tree import pointers

URL = "/api/v1/products"


@pytest.mark.django_db(transaction=True)
def test_is_led_to_from_those_that_it_had(stool: Product, anonymous: Client, admin_client: Client) -> None:
    anonymous.get(f"{URL}/stool")
    for earlier, later in (("stool", "b"), ("b", "c")):
        assert patch(admin_client, f"{URL}/{earlier}", slug=later).json()["slug"] == later
    for slug in ("stool", "b"):
        answer = anonymous.get(f"{URL}/{slug}")
        assert (answer.status_code, answer["Location"]) == (308, f"{URL}/c")
    assert anonymous.get(answer["Location"]).json()["name"] == "Stool"


def test_is_told_of(stool: Product, admin_client: Client) -> None:
    patch(admin_client, f"{URL}/stool", slug="chair")
    assert stool.versions.latest("number").diff == {"slug": ["stool", "chair"]}


@pytest.mark.django_db(transaction=True)
def test_may_take_back_one_that_it_had(stool: Product, anonymous: Client) -> None:
    products.change("stool", {"slug": "b"})
    anonymous.get(f"{URL}/stool")
    undoing.undo("b", 2)
    assert anonymous.get(f"{URL}/stool").status_code == 200
    assert anonymous.get(f"{URL}/b")["Location"] == f"{URL}/stool"


def test_gets_none_that_another_has_or_had(stool: Product, made: Made, admin_client: Client) -> None:
    made("Bench")
    products.change("stool", {"slug": "chair"})
    for slug in ("chair", "stool"):
        assert pointers(patch(admin_client, f"{URL}/bench", slug=slug)) == (409, ["#/slug"])
    assert admin_client.get(f"{URL}/bench").status_code == 200


def test_leaves_none_to_a_new_product(stool: Product, made: Made, admin_client: Client) -> None:
    products.change("stool", {"slug": "chair"})
    body = {"name": "Stool", "price": {"amount": "1.00", "currency": "USD"}, "slug": "stool"}
    assert pointers(admin_client.post(URL, body, content_type="application/json")) == (409, ["#/slug"])
    assert made("Stool").slug == "stool-2"


def test_leads_nowhere_when_archived(stool: Product, anonymous: Client) -> None:
    products.change("stool", {"slug": "chair"})
    products.archive("chair")
    assert anonymous.get(f"{URL}/stool").status_code == 404


def test_is_meant_by_who_kept_a_page_with_the_earlier_one(stool: Product, anonymous: Client) -> None:
    products.change("stool", {"slug": "chair"})
    assert selectors.product_ids(["stool", "chair", "none"]) == {"stool": stool.id, "chair": stool.id}
    assert selectors.public_product_id("stool") == stool.id
    assert anonymous.post(f"{URL}/stool/visits").status_code == 202
    with pytest.raises(NotFound):
        selectors.public_product_id("none")


def test_is_changed_by_no_earlier_one(stool: Product, admin_client: Client) -> None:
    products.change("stool", {"slug": "chair"})
    assert patch(admin_client, f"{URL}/stool", stock=1).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_keeps_its_earlier_one_from_who_takes_it_at_the_same_moment(stool: Product) -> None:
    def take() -> str:
        with pytest.raises(Conflict):
            products.create({"name": "Stool", "price": TEN_DOLLARS, "slug": "stool"})
        return ""

    while_held(lambda: str(products.change("stool", {"slug": "chair"})), take)
    assert Product.objects.get().slug == "chair"


@pytest.mark.django_db(transaction=True)
def test_is_that_of_one_of_those_who_want_it_at_once(made: Made) -> None:
    def rename(slug: str) -> bool:
        try:
            products.change(slug, {"slug": "wanted"})
        except Conflict:
            return False
        return True

    slugs = [made(name).slug for name in ("A", "B", "C")]
    assert sorted(at_once(*(partial(rename, slug) for slug in slugs))) == [False, False, True]
    assert Product.objects.filter(slug="wanted").count() == 1
