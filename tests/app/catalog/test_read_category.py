"""A category that is read …"""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import Category
from productwatch.catalog.services import categories
from tests.app.catalog.tree import URL, planted


def test_tells_where_it_lies(stools: Category, anonymous: Client) -> None:
    shown = anonymous.get(f"{URL}/stools").json()
    assert (shown["parent"], shown["path"]) == ("seats", stools.trail)
    schemas.Category.model_validate(shown)


def test_costs_one_query_and_none_again(
    stools: Category, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            anonymous.get(f"{URL}/stools")


def test_is_a_304_for_who_has_it(stools: Category, anonymous: Client) -> None:
    tag = anonymous.get(f"{URL}/stools")["ETag"]
    assert anonymous.get(f"{URL}/stools", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("slug", ["none", "No-Slug", "a" * 300])
def test_has_to_exist(db: None, anonymous: Client, slug: str) -> None:
    assert anonymous.get(f"{URL}/{slug}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_is_led_to_from_the_slugs_that_it_had(stools: Category, anonymous: Client) -> None:
    anonymous.get(f"{URL}/stools")
    categories.change("stools", {"slug": "b"})
    categories.change("b", {"slug": "c"})
    for slug in ("stools", "b"):
        answer = anonymous.get(f"{URL}/{slug}?fields=slug")
        assert (answer.status_code, answer["Location"]) == (308, f"{URL}/c?fields=slug")
    assert anonymous.get(f"{URL}/c").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_may_take_back_a_slug_that_it_had(stools: Category, anonymous: Client) -> None:
    categories.change("stools", {"slug": "b"})
    categories.change("b", {"slug": "stools"})
    assert anonymous.get(f"{URL}/stools").status_code == 200
    assert anonymous.get(f"{URL}/b")["Location"] == f"{URL}/stools"


def test_among_its_siblings_comes_by_position_then_slug(db: None, anonymous: Client) -> None:
    planted("A/Z", "A/Y", "A/X", "A/X/W", "B")
    categories.change("z", {"position": 0})
    categories.change("x", {"position": 1})
    first = anonymous.get(f"{URL}?parent=a&limit=2").json()
    second = anonymous.get(f"{URL}?parent=a&limit=2&cursor={first['next']}").json()
    assert [found["slug"] for found in first["items"] + second["items"]] == ["y", "z", "x"]
    assert second["next"] is None


def test_among_the_roots_is_asked_for_by_no_parent(stools: Category, anonymous: Client) -> None:
    planted("Kitchen")
    assert [found["slug"] for found in anonymous.get(URL, {"parent": ""}).json()["items"]] == ["furniture", "kitchen"]


@pytest.mark.parametrize(
    "query", [{"parent": "No slug"}, {"parent": "none"}, {"parent": "", "cursor": "x"}, {"depth": "1"}]
)
def test_is_not_asked_for_so(db: None, anonymous: Client, query: dict[str, str]) -> None:
    assert anonymous.get(URL, query).status_code == 422
