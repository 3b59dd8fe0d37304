"""The status of a product …"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.events.models import Event
from productwatch.platform import clock
from tests.app.catalog.conftest import Made

URL = "/api/v1/products"
STOOL = f"{URL}/stool"
NEW = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}
TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
LATER = TOMORROW + timedelta(days=1)


def posted(client: Client, **fields: Any) -> Any:
    return client.post(URL, NEW | fields, content_type="application/json")


def patched(client: Client, **fields: Any) -> Any:
    return client.patch(STOOL, fields, content_type="application/json")


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [error["pointer"] for error in answer.json()["errors"]]


def test_is_published_unless_told_otherwise(admin_client: Client) -> None:
    shown = posted(admin_client).json()
    assert (shown["status"], shown["publish_from"], shown["publish_until"]) == ("published", None, None)


def test_is_told_with_its_times_in_utc(admin_client: Client) -> None:
    answer = posted(admin_client, status="scheduled", publish_from="2999-12-24T18:00:00+01:00")
    assert (answer.status_code, answer.json()["status"]) == (201, "scheduled")
    assert datetime.fromisoformat(answer.json()["publish_from"]) == datetime(2999, 12, 24, 17, tzinfo=UTC)


def test_is_right_whoever_writes(stool: Product) -> None:
    """A release that knows of no status archives and restores by a time alone, and adds products without a stage."""
    rows = Product.objects.filter(slug="stool")
    for archived_at, status in ((clock.now(), "archived"), (None, "published")):
        rows.update(archived_at=archived_at)
        assert rows.values_list("status", flat=True).get() == status
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_default FROM information_schema.columns WHERE column_name = 'stage'")
        assert cursor.fetchall() == [("'published'::character varying",)]


@pytest.mark.parametrize("status", ["draft", "published"])
def test_changes_from_each_to_each(made: Made, admin_client: Client, status: str) -> None:
    made("Stool", status=status)
    for other in ("draft", "scheduled", "published", "scheduled", "draft", "published"):
        begin = TOMORROW.isoformat() if other == "scheduled" else None
        answer = patched(admin_client, status=other, publish_from=begin)
        assert (answer.status_code, answer.json()["status"]) == (200, other)


@pytest.mark.parametrize("status", ["archived", "gone", "", None, 1])
def test_is_none_that_cannot_be_given(stool: Product, admin_client: Client, status: object) -> None:
    assert pointers(patched(admin_client, status=status)) == ["#/status"]
    assert pointers(posted(admin_client, status=status)) == ["#/status"]


@pytest.mark.parametrize(
    "moment",
    [
        *("2026-12-24", "2026-12-24T18:00:00", "2026-02-30T18:00:00Z", "2026-12-24T25:00:00Z", "soon", "", 1766595600),
        *(
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-00:01",
            "2026-12-24T18:00:00+99:99",
        ),
        True,
    ],
)
def test_has_times_of_a_zone(stool: Product, admin_client: Client, moment: object) -> None:
    assert pointers(patched(admin_client, publish_until=moment)) == ["#/publish_until"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+00:00"),
        ("2026-12-24t18:00:00.5-23:59", "2026-12-25T17:59:00.500000+00:00"),
        ("2026-12-24T18:00:00.123456789Z", "2026-12-24T18:00:00.123456+00:00"),
    ],
)
def test_has_times_from_the_first_year_to_the_last(admin_client: Client, given: str, told: str) -> None:
    answer = posted(admin_client, status="draft", publish_from=given)
    assert (answer.status_code, answer.json()["publish_from"]) == (201, told)
    assert patched(admin_client, publish_from=None).status_code == 200
    assert admin_client.post(f"{STOOL}/history/2/undo").json()["publish_from"] == told


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"status": "scheduled"}, "#/publish_from"),
        ({"publish_from": TOMORROW.isoformat()}, "#/status"),
        ({"status": "draft", "publish_from": LATER.isoformat(), "publish_until": LATER.isoformat()}, "#/publish_until"),
        ({"status": "draft", "publish_from": LATER.isoformat(), "publish_until": "1999-01-01T00:00:00Z"},
         "#/publish_until"),
    ],
)  # fmt: skip
def test_does_not_contradict_its_times(admin_client: Client, fields: dict[str, str], pointer: str) -> None:
    assert pointers(posted(admin_client, **fields)) == [pointer]
    posted(admin_client)
    assert pointers(patched(admin_client, **fields)) == [pointer]


def test_and_the_times_that_are_there_are_looked_at_together(made: Made, admin_client: Client) -> None:
    made("Stool", status="scheduled", publish_from=TOMORROW)
    assert pointers(patched(admin_client, publish_from=None)) == ["#/publish_from"]
    assert pointers(patched(admin_client, status="published")) == ["#/status"]
    assert pointers(patched(admin_client, publish_until=TOMORROW.isoformat())) == ["#/publish_until"]
    assert patched(admin_client, status="published", publish_from=None).status_code == 200


@pytest.mark.parametrize("status", ["draft", "scheduled", "published"])
def test_comes_back_when_the_product_is_restored(made: Made, admin_client: Client, status: str) -> None:
    made("Stool", status=status, publish_from=TOMORROW if status == "scheduled" else None)
    admin_client.delete(STOOL)
    assert admin_client.get(STOOL).json()["status"] == "archived"
    assert admin_client.post(f"{STOOL}/restore").json()["status"] == status


def test_comes_back_without_an_end_that_has_passed(made: Made, admin_client: Client) -> None:
    ended = clock.now() - timedelta(seconds=1)
    made("Stool", publish_until=ended)
    admin_client.delete(STOOL)
    assert admin_client.post(f"{STOOL}/restore").json()["publish_until"] is None
    restored = admin_client.get(f"{STOOL}/history").json()["items"][0]
    assert (restored["kind"], list(restored["diff"])) == ("restored", ["publish_until"])


def test_keeps_an_end_that_lies_ahead(made: Made, admin_client: Client) -> None:
    made("Stool", publish_until=LATER)
    admin_client.delete(STOOL)
    answer = admin_client.post(f"{STOOL}/restore")
    assert datetime.fromisoformat(answer.json()["publish_until"]) == LATER


def test_has_a_history(made: Made, admin_client: Client) -> None:
    made("Stool", status="draft")
    patched(admin_client, status="scheduled", publish_from=TOMORROW.isoformat())
    diff = admin_client.get(f"{STOOL}/history").json()["items"][0]["diff"]
    assert diff == {"status": ["draft", "scheduled"], "publish_from": [None, TOMORROW.isoformat()]}


def test_is_taken_back_by_undo(made: Made, admin_client: Client) -> None:
    made("Stool", status="scheduled", publish_from=TOMORROW, publish_until=LATER)
    patched(admin_client, status="draft", publish_from=None, publish_until=None)
    undone = admin_client.post(f"{STOOL}/history/2/undo").json()
    times = [datetime.fromisoformat(undone[name]) for name in ("publish_from", "publish_until")]
    assert (undone["status"], times) == ("scheduled", [TOMORROW, LATER])


def test_is_not_taken_back_to_what_contradicts_it(made: Made, admin_client: Client) -> None:
    made("Stool", status="draft")
    patched(admin_client, publish_from=TOMORROW.isoformat())
    patched(admin_client, status="scheduled")
    answer = admin_client.post(f"{STOOL}/history/2/undo")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/publish_from")


def test_is_changed_only_if_nobody_was_faster(made: Made, admin_client: Client) -> None:
    made("Stool", status="draft")
    tag = admin_client.get(STOOL)["ETag"]
    assert patched(admin_client, stock=1).status_code == 200
    answer = admin_client.patch(
        STOOL, {"status": "published"}, content_type="application/json", headers={"If-Match": tag}
    )
    assert answer.status_code == 412


def test_that_becomes_published_is_an_event_of_its_own(made: Made, admin_client: Client) -> None:
    made("Stool", status="draft")
    patched(admin_client, status="published")
    kinds = ["product.created", "product.changed", "product.published"]
    assert list(Event.objects.order_by("created_at").values_list("kind", flat=True)) == kinds


def test_that_stays_published_is_none(stool: Product) -> None:
    products.change("stool", {"stock": 1})
    assert not Event.objects.filter(kind="product.published").exists()
