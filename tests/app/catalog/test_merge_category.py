"""A category that is merged into another …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories, products
from productwatch.catalog.services.categories import merging
from productwatch.events.models import Event
from tests.app.at_once import while_held
from tests.app.catalog.conftest import Made
from tests.app.catalog.tree import URL, planted, pointers, post, told


def merged(client: Client, slug: str, into: Any) -> Any:
    return post(client, f"{URL}/{slug}/merge", into=into)


def test_leaves_to_it_what_lay_in_it(made: Made, admin_client: Client) -> None:
    planted("A/B/C", "D/E")
    inside, below, archived = (made(name, category=where) for name, where in (("X", "b"), ("Y", "c"), ("Z", "b")))
    products.archive(archived.slug)
    answer = merged(admin_client, "b", "e")
    assert (answer.status_code, answer.json()["slug"]) == (200, "e")
    assert told() == ["A", "D/E/C", "D", "D/E"]
    where = Product.objects.order_by("name").values_list("id", "category__slug")
    assert list(where) == [(inside.id, "e"), (below.id, "c"), (archived.id, "e")]


def test_is_found_in_each_products_history(stool: Product, admin_client: Client) -> None:
    planted("Kitchen")
    merged(admin_client, "stools", "kitchen")
    version = stool.versions.latest("number")
    stool.refresh_from_db()
    assert (version.number, version.kind, version.diff) == (2, "changed", {"category": ["stools", "kitchen"]})
    assert (stool.version, stool.updated_at) == (2, version.at)


def test_is_told_of_once(stool: Product, stools: Category, admin_client: Client) -> None:
    planted("Kitchen")
    merged(admin_client, "stools", "kitchen")
    event = Event.objects.get(kind="category.merged")
    told = {"slug": "stools", "name": "Stools", "into": "kitchen", "products": 1}
    assert (event.subject, event.payload) == (str(stools.id), told)
    assert not Event.objects.filter(kind="product.changed").exists()


@pytest.mark.django_db(transaction=True)
def test_leads_there_by_every_slug_that_it_had(stool: Product, anonymous: Client, admin_client: Client) -> None:
    planted("Kitchen")
    anonymous.get(f"{URL}/stools")
    categories.change("stools", {"slug": "seats-for-one"})
    merged(admin_client, "seats-for-one", "kitchen")
    for slug in ("stools", "seats-for-one"):
        answer = anonymous.get(f"{URL}/{slug}")
        assert (answer.status_code, answer["Location"]) == (308, f"{URL}/kitchen")
        assert [found["slug"] for found in anonymous.get(f"/api/v1/products?category={slug}").json()["items"]] == [
            "stool"
        ]


@pytest.mark.django_db(transaction=True)
def test_is_seen_at_once_in_its_products(stool: Product, anonymous: Client, admin_client: Client) -> None:
    planted("Kitchen")
    anonymous.get("/api/v1/products/stool")
    merged(admin_client, "stools", "kitchen")
    assert anonymous.get("/api/v1/products/stool").json()["category"]["slug"] == "kitchen"


def test_may_be_named_still_for_a_product(stool: Product, made: Made, admin_client: Client) -> None:
    planted("Kitchen")
    merged(admin_client, "stools", "kitchen")
    bench = made("Bench", category="stools")
    assert bench.category is not None
    assert bench.category.slug == "kitchen"


@pytest.mark.parametrize("into", ["a", "b", "c"])
def test_goes_neither_into_itself_nor_below(db: None, admin_client: Client, into: str) -> None:
    planted("A/B/C")
    assert pointers(merged(admin_client, "a", into)) == (409, ["#/into"])
    assert len(told()) == 3


def test_brings_nothing_too_deep(db: None, admin_client: Client) -> None:
    planted("A/B/C/D/E/F", "G/H/I/J/K/L")
    assert pointers(merged(admin_client, "a", "l")) == (409, ["#/parent"])
    assert merged(admin_client, "a", "k").status_code == 200


@pytest.mark.parametrize("into", ["none", "No slug", None, 1])
def test_needs_one_to_go_into(stools: Category, admin_client: Client, into: Any) -> None:
    assert pointers(merged(admin_client, "stools", into)) == (422, ["#/into"])


def test_has_to_exist(stools: Category, admin_client: Client) -> None:
    assert merged(admin_client, "none", "stools").status_code == 404


def test_is_not_merged_by_a_customer(stools: Category, customer_client: Client) -> None:
    assert merged(customer_client, "stools", "seats").status_code == 403


def test_is_not_merged_by_who_is_not_signed_in(stools: Category, anonymous: Client) -> None:
    assert merged(anonymous, "stools", "seats").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_takes_along_a_product_that_comes_into_it_at_the_last_moment(made: Made, stools: Category) -> None:
    while_held(lambda: made("Bench", category="stools"), lambda: merging.merge("stools", "seats"))
    assert Product.objects.values_list("category__slug", flat=True).get() == "seats"


@pytest.mark.django_db(transaction=True)
def test_sends_on_a_product_that_comes_too_late(made: Made, stools: Category) -> None:
    while_held(lambda: merging.merge("stools", "seats"), lambda: made("Bench", category="stools"))
    assert Product.objects.values_list("category__slug", flat=True).get() == "seats"
