"""A new category …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.catalog import schemas
from productwatch.catalog.models import DEEPEST, Category
from productwatch.catalog.services import categories
from productwatch.events.models import Event
from tests.app.catalog.tree import URL, planted, pointers, post

pytestmark = pytest.mark.django_db


def test_is_shown_as_it_was_given(stools: Category, admin_client: Client) -> None:
    given: dict[str, Any] = {
        "slug": "bar",
        "name": "Bar stools",
        "icon": "mdi:stool",
        "colour": "#AA5500",
        "position": 3,
    }
    answer = post(admin_client, **given, parent="stools")
    assert (answer.status_code, answer["Location"]) == (201, f"{URL}/bar")
    path = [*stools.trail, {"slug": "bar", "name": "Bar stools"}]
    assert answer.json() == given | {"colour": "#aa5500", "parent": "stools", "path": path}
    assert admin_client.get(answer["Location"]).json() == answer.json()


def test_needs_only_a_name(admin_client: Client) -> None:
    shown = post(admin_client, name="Küche & Bad").json()
    path = [{"slug": "kuche-bad", "name": "Küche & Bad"}]
    assert shown == path[0] | {"path": path, "parent": None, "icon": None, "colour": None, "position": 0}


def test_may_be_named_as_its_sibling_but_has_a_slug_of_its_own(admin_client: Client) -> None:
    assert [post(admin_client, name="Toys").json()["slug"] for _ in range(2)] == ["toys", "toys-2"]


def test_is_told_of(admin_client: Client) -> None:
    post(admin_client, name="Toys")
    event = Event.objects.get(kind="category.created")
    assert (event.subject, event.payload) == (str(Category.objects.get().id), {"slug": "toys", "name": "Toys"})


def test_gets_no_slug_of_another(admin_client: Client) -> None:
    planted("Toys")
    answer = post(admin_client, name="Games", slug="toys")
    assert pointers(answer) == (409, ["#/slug"])


def test_gets_no_slug_that_another_had(admin_client: Client) -> None:
    planted("Toys")
    categories.change("toys", {"slug": "games"})
    assert pointers(post(admin_client, name="Games", slug="toys")) == (409, ["#/slug"])
    assert post(admin_client, name="Toys").json()["slug"] == "toys-2"


def test_lies_no_deeper_than_a_tree_may_be(admin_client: Client) -> None:
    planted("/".join("abcdefghijklmn"[:DEEPEST]))
    assert pointers(post(admin_client, name="Deeper", parent="j")) == (409, ["#/parent"])


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "#/name"),
        ({"name": " "}, "#/name"),
        ({"name": "x" * 201}, "#/name"),
        ({"name": None}, "#/name"),
        ({"name": "A", "slug": "No slug"}, "#/slug"),
        ({"name": "A", "parent": "none"}, "#/parent"),
        ({"name": "A", "icon": "<svg>"}, "#/icon"),
        ({"name": "A", "icon": "i" * 65}, "#/icon"),
        ({"name": "A", "colour": "red"}, "#/colour"),
        ({"name": "A", "colour": "#aa5500;"}, "#/colour"),
        ({"name": "A", "position": -1}, "#/position"),
        ({"name": "A", "position": 2**31}, "#/position"),
        ({"name": "A", "trail": []}, "#/trail"),
    ],
)
def test_is_refused(admin_client: Client, fields: dict[str, Any], pointer: str) -> None:
    assert pointers(post(admin_client, **fields)) == (422, [pointer])
    assert not Category.objects.exists()


def test_fits_the_documented_schema(admin_client: Client) -> None:
    schemas.Category.model_validate(post(admin_client, name="Toys", icon="toy").json())


def test_is_made_by_no_customer(customer_client: Client) -> None:
    assert post(customer_client, name="Toys").status_code == 403


def test_is_not_made_by_who_is_not_signed_in(anonymous: Client) -> None:
    assert post(anonymous, name="Toys").status_code == 401
