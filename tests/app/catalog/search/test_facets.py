"""Facets count what the list would hold with each of their values …"""

from collections import Counter
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from productwatch.catalog.models import Product
from productwatch.catalog.services import categories, products
from tests.app.catalog.conftest import TEN_DOLLARS, Made
from tests.app.catalog.search.conftest import URL, Search

WORDS, BRANDS, TAGS = ("oak", "ash", "elm"), (None, "North", "South: East"), ("wood", "new")
PATHS: tuple[tuple[str, ...], ...] = ((), ("Seats",), ("Seats", "Stools"), ("Tables",))

described = st.fixed_dictionaries(
    {
        "name": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        "description": st.sampled_from(("", *WORDS)),
        "brand": st.sampled_from(BRANDS),
        "tags": st.lists(st.sampled_from(TAGS), unique=True),
        "path": st.sampled_from(PATHS),
        "is_public": st.booleans(),
    }
)


def facets(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        facet["name"]: {value["value"]: value["products"] for value in facet["values"]} for facet in found["facets"]
    }


def test_name_categories_for_people(made: Made, search: Search) -> None:
    made("Oak", category=categories.ensure(["Bar seats", "Stools"]).slug)
    (facet,) = search("oak", facets="category")["facets"]
    assert facet["values"] == [
        {"value": "bar-seats", "label": "Bar seats", "products": 1},
        {"value": "stools", "label": "Stools", "products": 1},
    ]


def test_come_in_the_order_that_is_asked_for_with_the_most_frequent_first(made: Made, search: Search) -> None:
    for brand in ("B", "A", "C", "C"):
        made("Oak", brand=brand)
    found = search("oak", facets="tag,brand")["facets"]
    assert [facet["name"] for facet in found] == ["tag", "brand"]
    assert [value["value"] for value in found[1]["values"]] == ["C", "A", "B"]


def test_are_had_without_words_too(made: Made, anonymous: Client) -> None:
    made("Oak", brand="North", tags=["new"])
    made("Ash", brand="North")
    page = anonymous.get(URL, {"facets": "brand,tag", "limit": "1"}).json()
    assert facets(page) == {"brand": {"North": 2}, "tag": {"new": 1}}
    assert (page["total"]["count"], len(page["items"])) == (2, 1)


def test_are_not_told_unless_asked_for(made: Made, anonymous: Client) -> None:
    made("Oak", brand="North")
    assert anonymous.get(URL).json().keys() == {"items", "next"}


@pytest.mark.parametrize("name", ["brand", "tag", "category"])
def test_lead_to_lists_of_as_many(made: Made, search: Search, name: str) -> None:
    for number in range(4):
        made("Oak", brand=f"B{number % 2}", tags=["t"], category=categories.ensure(["Seats", f"S{number % 3}"]).slug)
    counts = facets(search("oak", facets=name))[name]
    assert {value: search("oak", **{name: value})["total"]["count"] for value in counts} == counts


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(described, max_size=8),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
    st.tuples(st.sampled_from(BRANDS), st.sampled_from((None, *TAGS))),
)
def test_are_what_counting_by_hand_gives(
    search: Search, shelf: list[dict[str, Any]], words: list[str], choice: tuple[str | None, str | None]
) -> None:
    for slug in Product.objects.filter(status="published").values_list("slug", flat=True):
        products.archive(slug)
    for item in shelf:
        put(**item)
    asked = {name: value for name, value in zip(("brand", "tag"), choice, strict=True) if value}
    found = search(" ".join(words), facets="brand,tag,category", limit=100, **asked)
    expected = [item for item in shelf if matches(item, words, *choice)]
    assert found["total"] == {"count": len(expected), "exact": True}
    assert sorted(item["name"] for item in found["items"]) == sorted(item["name"] for item in expected)
    assert facets(found) == {
        "brand": Counter(item["brand"] for item in expected if item["brand"]),
        "tag": Counter(tag for item in expected for tag in item["tags"]),
        "category": Counter(step.lower() for item in expected for step in item["path"]),
    }


def put(*, path: tuple[str, ...], is_public: bool, **fields: Any) -> None:
    category = categories.ensure(path).slug if path else None
    status = "published" if is_public else "draft"
    given: Any = {**fields, "price": TEN_DOLLARS, "category": category, "status": status}
    products.create(given)


def matches(item: dict[str, Any], words: list[str], brand: str | None, tag: str | None) -> bool:
    texts = f"{item['name']} {item['description']}".split()
    of_choice = brand in {None, item["brand"]} and (tag is None or tag in item["tags"])
    return item["is_public"] and of_choice and all(word in texts for word in words)
