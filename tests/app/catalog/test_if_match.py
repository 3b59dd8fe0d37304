"""A change that is bound to what its client has seen …"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import products
from productwatch.platform.reads import drop
from productwatch.platform.redis import breaker, redis

URL = "/api/v1/products/stool"
Change = Callable[..., Any]

CHANGES: dict[str, Change] = {
    "PATCH": lambda client, **headers: client.patch(
        URL, {"stock": 1}, content_type="application/json", headers=headers
    ),
    "DELETE": lambda client, **headers: client.delete(URL, headers=headers),
    "undo": lambda client, **headers: client.post(f"{URL}/history/2/undo", headers=headers),
}
change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@pytest.fixture(autouse=True)
def _changed_once(stool: Product) -> None:
    products.change("stool", {"stock": 2})


@change
def test_is_made_to_just_that(admin_client: Client, change: Change) -> None:
    tag = admin_client.get(URL)["ETag"]
    assert change(admin_client, If_Match=tag).status_code in {200, 204}


@change
def test_is_not_made_once_it_is_another(admin_client: Client, change: Change) -> None:
    old = admin_client.get(URL)["ETag"]
    products.change("stool", {"stock": 7})
    drop("product:stool")
    answer = change(admin_client, If_Match=old)
    assert (answer.status_code, answer.json()["type"]) == (412, "/problems/precondition-failed")
    assert answer["ETag"] == admin_client.get(URL)["ETag"]
    assert admin_client.get(URL).json()["stock"] == 7


@change
def test_is_not_made_by_a_tag_that_a_proxy_has_weakened(admin_client: Client, change: Change) -> None:
    assert change(admin_client, If_Match=f"W/{admin_client.get(URL)['ETag']}").status_code == 412


@change
def test_is_made_by_one_of_several_tags_or_by_any(admin_client: Client, change: Change) -> None:
    assert change(admin_client, If_Match=f'"1-ab", {admin_client.get(URL)["ETag"]}').status_code in {200, 204}
    admin_client.post(f"{URL}/restore")
    assert admin_client.patch(URL, {}, content_type="application/json", headers={"If-Match": "*"}).status_code == 200


@change
def test_is_refused_where_it_cannot_be_read(admin_client: Client, change: Change) -> None:
    assert change(admin_client, If_Match="2").status_code == 400


@change
def test_may_be_the_only_one_that_is_allowed(admin_client: Client, change: Change, settings: Settings) -> None:
    settings.REQUIRE_IF_MATCH = True
    answer = change(admin_client)
    assert (answer.status_code, answer.json()["type"]) == (428, "/problems/precondition-required")
    assert change(admin_client, If_Match="*").status_code in {200, 204}


@change
def test_has_to_find_the_product(admin_client: Client, change: Change) -> None:
    products.archive("stool")
    assert change(admin_client, If_Match="*").status_code in {404, 409}


def test_goes_on_from_the_answer_of_the_one_before(admin_client: Client) -> None:
    tag = admin_client.get(URL)["ETag"]
    for stock in (5, 6, 7):
        answer = admin_client.patch(URL, {"stock": stock}, content_type="application/json", headers={"If-Match": tag})
        assert answer.status_code == 200
        tag = answer["ETag"]
    drop("product:stool")
    assert admin_client.get(URL)["ETag"] == tag


def test_begins_with_the_tag_that_making_it_gave(admin_client: Client) -> None:
    new = {"name": "Bench", "price": {"amount": "1.00", "currency": "USD"}}
    made = admin_client.post("/api/v1/products", new, content_type="application/json")
    assert admin_client.delete(made["Location"], headers={"If-Match": made["ETag"]}).status_code == 204


@change
def test_asks_no_cache_whatever_it_says(admin_client: Client, change: Change) -> None:
    """Stale bytes refuse no right change, nor does their tag let a wrong one through."""
    stale = admin_client.get(URL)["ETag"]
    products.change("stool", {"stock": 9})  # and its mark is not dropped: the test's transaction never commits
    assert admin_client.get(URL)["ETag"] == stale
    assert change(admin_client, If_Match=stale).status_code == 412
    right = admin_client.get(f"{URL}/history")["ETag"]
    assert change(admin_client, If_Match=right).status_code in {200, 204}


@change
def test_needs_no_redis(admin_client: Client, change: Change) -> None:
    tag = admin_client.get(URL)["ETag"]
    breaker.open(TimeoutError())
    assert change(admin_client, If_Match='"1-ab"').status_code == 412
    assert change(admin_client, If_Match=tag).status_code in {200, 204}


def test_stays_right_when_only_the_category_is_called_otherwise(admin_client: Client, stools: Category) -> None:
    before = admin_client.get(URL)["ETag"]
    Category.objects.filter(id=stools.id).update(name="Stools and more")
    redis().flushdb()
    after = admin_client.get(URL)["ETag"]
    assert after != before
    answer = admin_client.patch(URL, {"stock": 1}, content_type="application/json", headers={"If-Match": before})
    assert answer.status_code == 200
