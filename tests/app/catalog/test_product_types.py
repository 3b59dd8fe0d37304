"""A product type …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.services import product_types
from productwatch.events.models import Event
from tests.app.catalog.shoes import COLOUR, SHOE, SIZE, URL, attribute, shoe_type
from tests.app.catalog.tree import pointers, post

pytestmark = pytest.mark.django_db
SHOWN = {"slug": "shoe", "name": "Shoe", "attributes": SHOE}


def patch(client: Client, **fields: Any) -> Any:
    return client.patch(f"{URL}/shoe", fields, content_type="application/json")


def test_is_shown_as_it_was_given(admin_client: Client, anonymous: Client) -> None:
    answer = post(admin_client, URL, **SHOWN)
    assert (answer.status_code, answer["Location"], answer.json()) == (201, f"{URL}/shoe", SHOWN)
    assert anonymous.get(f"{URL}/shoe").json() == SHOWN
    assert anonymous.get(URL).json() == {"items": [SHOWN], "next": None}


def test_needs_only_a_name(admin_client: Client) -> None:
    assert post(admin_client, URL, name="T-Shirt").json() == {"slug": "t-shirt", "name": "T-Shirt", "attributes": []}


def test_has_a_slug_of_its_own(admin_client: Client) -> None:
    assert [post(admin_client, URL, name="Shoe").json()["slug"] for _ in range(2)] == ["shoe", "shoe-2"]
    assert post(admin_client, URL, name="靴").json()["slug"] == "type"
    assert pointers(post(admin_client, URL, name="Other", slug="shoe")) == (409, ["#/slug"])


def test_keeps_its_slug(admin_client: Client) -> None:
    shoe_type()
    assert pointers(patch(admin_client, slug="boot")) == (422, ["#/slug"])


def test_is_told_of(admin_client: Client) -> None:
    shoe_type()
    product_types.change("shoe", {"name": "Footwear"})
    product_types.remove("shoe")
    told = {event.kind: event.payload for event in Event.objects.all()}
    assert told == {
        "product_type.created": {"slug": "shoe", "name": "Shoe"},
        "product_type.changed": {"slug": "shoe", "name": "Footwear", "diff": {"name": ["Shoe", "Footwear"]}},
        "product_type.removed": {"slug": "shoe", "name": "Footwear"},
    }


def test_that_changes_nothing_is_as_it_was(admin_client: Client, anonymous: Client) -> None:
    shoe_type()
    before = anonymous.get(f"{URL}/shoe")["ETag"]
    assert patch(admin_client, name="Shoe", attributes=SHOE)["ETag"] == before
    assert not Event.objects.filter(kind="product_type.changed").exists()


def test_is_changed_only_by_who_has_seen_it(admin_client: Client, anonymous: Client) -> None:
    shoe_type()
    seen = {"If-Match": anonymous.get(f"{URL}/shoe")["ETag"]}
    assert patch(admin_client, name="Footwear").status_code == 200
    answers = [admin_client.delete(f"{URL}/shoe", headers=seen), patch(admin_client, name="Shoe")]
    assert [answer.status_code for answer in answers] == [412, 200]


@pytest.mark.django_db(transaction=True)
def test_is_read_anew_after_any_change(admin_client: Client, anonymous: Client) -> None:
    shoe_type()
    for url in (URL, f"{URL}/shoe"):
        anonymous.get(url)
    patch(admin_client, name="Footwear")
    assert anonymous.get(f"{URL}/shoe").json()["name"] == anonymous.get(URL).json()["items"][0]["name"] == "Footwear"
    admin_client.delete(f"{URL}/shoe")
    assert anonymous.get(f"{URL}/shoe").status_code == 404
    assert anonymous.get(URL).json()["items"] == []


@pytest.mark.parametrize("slug", ["none", "Not-a-slug", "a" * 300])
def test_that_is_none_is_not_found(anonymous: Client, admin_client: Client, slug: str) -> None:
    answers = [anonymous.get(f"{URL}/{slug}"), admin_client.delete(f"{URL}/{slug}")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_is_listed_page_by_page(anonymous: Client) -> None:
    for name in ("C", "A", "B"):
        product_types.create({"name": name})
    first = anonymous.get(URL, {"limit": 2}).json()
    second = anonymous.get(URL, {"limit": 2, "cursor": first["next"]}).json()
    assert [found["slug"] for page in (first, second) for found in page["items"]] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ([SIZE | {"code": "Size"}], "#/attributes/0/code"),
        ([SIZE | {"code": "2nd"}], "#/attributes/0/code"),
        ([SIZE | {"code": "x" * 41}], "#/attributes/0/code"),
        ([SIZE | {"kind": "colour"}], "#/attributes/0/kind"),
        ([SIZE | {"name": " "}], "#/attributes/0/name"),
        ([SIZE | {"hidden": True}], "#/attributes/0/hidden"),
        ([SIZE | {"required": "yes"}], "#/attributes/0/required"),
        ([SIZE | {"choices": ["41"]}], "#/attributes/0/choices"),
        ([COLOUR | {"unit": "cm"}], "#/attributes/0/unit"),
        ([COLOUR | {"choices": None}], "#/attributes/0/choices"),
        ([{"code": "colour", "name": "Colour", "kind": "choice"}], "#/attributes/0/choices"),
        ([COLOUR | {"choices": []}], "#/attributes/0/choices"),
        ([COLOUR | {"choices": ["red", "red"]}], "#/attributes/0/choices"),
        ([COLOUR | {"choices": ["red", "\n"]}], "#/attributes/0/choices/1"),
        ([COLOUR | {"choices": [str(number) for number in range(101)]}], "#/attributes/0/choices"),
        ([SIZE, COLOUR, SIZE], "#/attributes"),
        ([attribute(f"a{number}") for number in range(51)], "#/attributes"),
        ("size", "#/attributes"),
        (None, "#/attributes"),
    ],
)
def test_is_refused(admin_client: Client, attributes: Any, pointer: str) -> None:
    shoe_type()
    assert pointers(patch(admin_client, attributes=attributes)) == (422, [pointer])
    assert pointers(post(admin_client, URL, name="Boot", attributes=attributes)) == (422, [pointer])
