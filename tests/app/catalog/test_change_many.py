"""Of many changes at once …"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.accounts.models import User
from productwatch.catalog.models import Product, ProductVersion
from productwatch.catalog.services import products
from productwatch.catalog.services.products import changing_many
from productwatch.catalog.services.products.changing_many import Change, Outcome, change_many
from productwatch.events.models import Event
from tests.app.at_once import at_once, while_held
from tests.app.catalog.conftest import Made

URL = "/api/v1/products"
STALE = '"9-ab"'


@pytest.fixture(autouse=True)
def _bench(stool: Product, made: Made) -> None:
    made("Bench", stock=3)


def item(slug: str, /, if_match: str | None = None, **change: Any) -> dict[str, Any]:
    return {"slug": slug, "change": change} | ({"if_match": if_match} if if_match else {})


def patch(client: Client, *items: dict[str, Any], **besides: Any) -> Any:
    headers = besides.pop("headers", {})
    return client.patch(URL, {"items": items} | besides, content_type="application/json", headers=headers)


def results(client: Client, *items: dict[str, Any]) -> Any:
    answer = patch(client, *items)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def statuses(client: Client, *items: dict[str, Any]) -> list[int]:
    return [result["status"] for result in results(client, *items)]


def stocks() -> dict[str, int]:
    return dict(Product.objects.values_list("slug", "stock"))


def test_each_is_told_what_it_changed_in_their_order(admin_client: Client) -> None:
    first, second = results(admin_client, item("stool", stock=1, name="Chair"), item("bench", stock=3))
    assert (first["slug"], first["changed"]) == ("stool", ["name", "stock"])
    assert (second["slug"], second["changed"]) == ("bench", [])


def test_each_has_a_version_and_an_event_of_its_own(admin_client: Client, admin: User) -> None:
    results(admin_client, item("stool", stock=1), item("bench", stock=2))
    versions = ProductVersion.objects.filter(kind="changed", by_id=admin.id)
    assert [version.diff for version in versions.order_by("id")] == [{"stock": [3, 1]}, {"stock": [3, 2]}]
    assert Event.objects.filter(kind="product.changed").count() == 2


def test_one_that_is_refused_stops_no_other(admin_client: Client) -> None:
    assert statuses(admin_client, item("stool", category="none", stock=1), item("bench", stock=1)) == [422, 200]
    assert stocks() == {"stool": 3, "bench": 1}


@pytest.mark.parametrize(
    ("change", "status", "member"),
    [
        ({"category": "none"}, 422, "/category"),
        ({"type": "none"}, 422, "/type"),
        ({"attributes": {"size": "1"}}, 422, "/attributes/size"),
        ({"status": "scheduled"}, 422, "/publish_from"),
        ({"sku": "S-1"}, 409, "/sku"),
        ({"slug": "stool"}, 409, "/slug"),
    ],
)
def test_one_that_data_refuse_points_to_what_is_wrong(
    admin_client: Client, change: dict[str, Any], status: int, member: str
) -> None:
    _, found = results(admin_client, item("stool", stock=1), item("bench", **change))
    assert (found["status"], found["problem"]["status"]) == (status, status)
    assert [error["pointer"] for error in found["problem"]["errors"]] == [f"#/items/1/change{member}"]


def test_one_of_no_product_is_told_so_under_its_address(admin_client: Client) -> None:
    products.archive("bench")
    for found in results(admin_client, item("none", stock=1), item("bench", stock=1)):
        assert (found["status"], found["etag"]) == (404, None)
        assert found["problem"]["instance"] == f"{URL}/{found['slug']}"


def test_one_that_has_seen_another_version_is_told_the_tag_of_now(admin_client: Client) -> None:
    (stale,) = results(admin_client, item("stool", if_match=STALE, stock=1))
    assert (stale["status"], stale["problem"]["type"]) == (412, "/problems/precondition-failed")
    assert stale["etag"] == admin_client.get(f"{URL}/stool")["ETag"]


def test_one_goes_on_from_the_tag_that_the_one_before_gave(admin_client: Client) -> None:
    (first,) = results(admin_client, item("stool", stock=1))
    assert statuses(admin_client, item("stool", if_match=first["etag"], stock=2)) == [200]
    assert statuses(admin_client, item("stool", if_match=first["etag"], stock=4)) == [412]


def test_each_may_have_to_say_what_it_has_seen(admin_client: Client, settings: Settings) -> None:
    settings.REQUIRE_IF_MATCH = True
    assert statuses(admin_client, item("stool", stock=1), item("bench", if_match="*", stock=1)) == [428, 200]


def test_one_takes_what_another_has_left(admin_client: Client) -> None:
    assert statuses(admin_client, item("stool", sku=None), item("bench", sku="S-1")) == [200, 200]


def test_each_names_a_product_as_it_was_before_all(admin_client: Client) -> None:
    assert statuses(admin_client, item("stool", slug="chair"), item("chair", stock=1)) == [200, 404]


def test_none_is_made_where_one_is_refused_and_they_stand_together(admin_client: Client) -> None:
    items = item("stool", stock=1), item("bench", sku="S-1"), item("none"), item("bar-stool", if_match=STALE)
    answer = patch(admin_client, *items, atomic=True)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["#/items/1/change/sku", "#/items/2", "#/items/3"]
    assert stocks() == {"stool": 3, "bench": 3}
    assert not Event.objects.filter(kind="product.changed").exists()


def test_all_are_made_where_they_stand_together(admin_client: Client) -> None:
    assert patch(admin_client, item("stool", stock=1), item("bench", stock=1), atomic=True).status_code == 200
    assert stocks() == {"stool": 1, "bench": 1}


@pytest.mark.parametrize(
    ("items", "pointer"),
    [
        ([], "#/items"),
        ([item(f"product-{number}") for number in range(101)], "#/items"),
        ([item("stool"), item("bench"), item("stool")], "#/items/2/slug"),
        ([item("stool", stock=1), item("No slug")], "#/items/1/slug"),
        ([item("stool", stock=1), item("bench", if_match="9")], "#/items/1/if_match"),
        ([item("stool", stock=1), item("bench", stock=-1)], "#/items/1/change/stock"),
        ([item("stool", stock=1), item("bench", size=1)], "#/items/1/change/size"),
        ([item("stool", stock=1), item("bench", attributes={"size": "4" * 201})], "#/items/1/change/attributes/size"),
        (
            [item("stool", stock=1), item("bench", price={"amount": "1.005", "currency": "USD"})],
            "#/items/1/change/price/amount",
        ),
    ],
)
def test_one_that_is_malformed_refuses_all(admin_client: Client, items: Sequence[Any], pointer: str) -> None:
    answer = patch(admin_client, *items)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    assert stocks() == {"stool": 3, "bench": 3}


def test_none_is_made_twice_for_one_key(admin_client: Client) -> None:
    asked = partial(patch, admin_client, item("stool", stock=1), item("none"), headers={"Idempotency-Key": "k"})
    first, second = asked(), asked()
    assert (second.content, second["Idempotent-Replayed"]) == (first.content, "true")


def test_none_is_made_by_a_customer(customer_client: Client) -> None:
    assert patch(customer_client, item("stool", stock=1)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_those_of_the_same_products_in_opposite_order_wait_for_each_other(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing_many, "TRIES", 1)  # nor does a deadlock hide behind a second try
    slugs = [made(f"Product {number}").slug for number in range(10)]

    def work(number: int, order: Sequence[str]) -> list[Outcome]:
        return [
            outcome
            for step in range(5)
            for outcome in change_many([Change(slug, {"stock": 100 * number + step + 1}) for slug in order])
        ]

    found = at_once(partial(work, 1, slugs), partial(work, 2, slugs[::-1]))
    assert all("stock" in outcome.result for outcomes in found for outcome in outcomes)  # type: ignore[operator]
    assert ProductVersion.objects.filter(kind="changed").count() == 100


@pytest.mark.django_db(transaction=True)
def test_one_is_of_what_somebody_faster_has_made_of_its_product() -> None:
    def put(category: str | None) -> list[Outcome]:
        return change_many([Change("bench", {"category": category})])

    _, (outcome,) = while_held(partial(put, "stools"), partial(put, None))
    assert outcome.result == {"category": ["stools", None]}
