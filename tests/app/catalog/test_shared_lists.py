"""Lists that nobody has signed in for may be kept by shared caches, where the installation wants that."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

LISTS = [
    *("/api/v1/products", "/api/v1/products?sort=-name", "/api/v1/products?fields=slug"),
    *("/api/v1/categories", "/api/v1/category-tree", "/api/v1/product-types"),
]
PRODUCT = "/api/v1/products/stool"


@pytest.fixture
def _shared(settings: Settings, db: None) -> None:
    settings.LISTS_SHARED_SECONDS = 30


@pytest.mark.usefixtures("_shared")
@pytest.mark.parametrize("address", LISTS)
def test_for_so_long_and_as_long_again_while_a_newer_one_is_fetched(anonymous: Client, address: str) -> None:
    answer = anonymous.get(address)
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
    assert answer["Vary"] == "Accept-Encoding, Authorization"


@pytest.mark.usefixtures("_shared")
@pytest.mark.parametrize("address", LISTS)
def test_without_telling_one_clients_limits(anonymous: Client, address: str) -> None:
    answer = anonymous.get(address)
    known = anonymous.get(address, headers={"If-None-Match": answer["ETag"]})
    assert known.status_code == 304
    assert [name for found in (answer, known) for name in found.headers if name.startswith("RateLimit")] == []
    assert known["Cache-Control"] == answer["Cache-Control"]


@pytest.mark.usefixtures("_shared")
@pytest.mark.parametrize("address", LISTS)
def test_not_where_somebody_signs_in(customer_client: Client, anonymous: Client, address: str) -> None:
    answers = [customer_client.get(address), anonymous.get(address, headers={"Authorization": "Bearer none"})]
    assert [(answer["Cache-Control"], "RateLimit" in answer) for answer in answers] == [("no-cache", True)] * 2


@pytest.mark.usefixtures("_shared")
def test_not_the_answers_that_refuse(anonymous: Client) -> None:
    assert anonymous.get("/api/v1/products?limit=0")["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("_shared")
def test_not_a_product_whose_reads_are_visits(admin_client: Client, anonymous: Client) -> None:
    body = {"slug": "stool", "name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}
    admin_client.post("/api/v1/products", body, "application/json")
    assert anonymous.get(PRODUCT)["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_not_unless_the_installation_says_so(anonymous: Client, address: str) -> None:
    answer = anonymous.get(address)
    assert (answer["Cache-Control"], "RateLimit" in answer) == ("no-cache", True)
