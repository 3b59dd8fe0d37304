"""The tree of categories …"""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import Category
from productwatch.catalog.services import categories
from tests.app.catalog.tree import planted

URL = "/api/v1/category-tree"


def test_holds_each_category_in_its_parent(stools: Category, anonymous: Client) -> None:
    categories.change("seats", {"icon": "chair", "colour": "#ffffff"})
    leaf: dict[str, Any] = {"slug": "stools", "name": "Stools", "icon": None, "colour": None, "children": []}
    seats = {"slug": "seats", "name": "Seats", "icon": "chair", "colour": "#ffffff", "children": [leaf]}
    root = {"slug": "furniture", "name": "Furniture", "icon": None, "colour": None, "children": [seats]}
    assert anonymous.get(URL).json() == {"items": [root]}
    schemas.CategoryTree.model_validate(anonymous.get(URL).json())


def test_has_siblings_by_position_then_slug(db: None, anonymous: Client) -> None:
    planted("C", "B", "A")
    categories.change("a", {"position": 1})
    assert [branch["slug"] for branch in anonymous.get(URL).json()["items"]] == ["b", "c", "a"]


def test_goes_as_deep_as_asked(stools: Category, anonymous: Client) -> None:
    (root,) = anonymous.get(URL, {"depth": 2}).json()["items"]
    assert [(child["slug"], child["children"]) for child in root["children"]] == [("seats", [])]


def test_costs_one_query_and_none_again(
    stools: Category, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            anonymous.get(URL)


@pytest.mark.parametrize("depth", ["0", "11", "x"])
def test_is_no_deeper_than_a_tree_may_be(db: None, anonymous: Client, depth: str) -> None:
    assert anonymous.get(URL, {"depth": depth}).status_code == 422
