"""The list of categories …"""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import Category
from productwatch.catalog.services import categories

URL = "/api/v1/categories"


def test_tells_the_way_down_to_each(stools: Category, anonymous: Client) -> None:
    shown = anonymous.get(URL).json()
    paths = {item["slug"]: [step["name"] for step in item["path"]] for item in shown["items"]}
    assert paths == {
        "furniture": ["Furniture"],
        "seats": ["Furniture", "Seats"],
        "stools": ["Furniture", "Seats", "Stools"],
    }
    assert shown["next"] is None


def test_goes_page_by_page(stools: Category, anonymous: Client) -> None:
    first = anonymous.get(URL, {"limit": 2}).json()
    second = anonymous.get(URL, {"limit": 2, "cursor": first["next"]}).json()
    assert [item["slug"] for item in first["items"] + second["items"]] == ["furniture", "seats", "stools"]


def test_fits_the_documented_schema(stools: Category, anonymous: Client) -> None:
    schemas.CategoryPage.model_validate(anonymous.get(URL).json())


def test_costs_one_query_and_none_again(
    stools: Category, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        anonymous.get(URL)
    with django_assert_num_queries(0):
        anonymous.get(URL)


@pytest.mark.django_db(transaction=True)
def test_is_read_anew_when_there_is_another(stools: Category, anonymous: Client) -> None:
    anonymous.get(URL)
    categories.ensure(["Kitchen"])
    assert "kitchen" in [item["slug"] for item in anonymous.get(URL).json()["items"]]


def test_refuses_a_cursor_that_was_made_up(db: None, anonymous: Client) -> None:
    assert anonymous.get(URL, {"cursor": "[]"}).status_code == 422
