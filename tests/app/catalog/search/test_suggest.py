"""Suggestions …"""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from productwatch.catalog.services import categories, products
from productwatch.catalog.services.search import vocabulary
from productwatch.events import services as events
from tests.app.catalog.conftest import Made

if TYPE_CHECKING:
    import redis

URL = "/api/v1/search/suggest"


@pytest.fixture
def shop(made: Made) -> None:
    made("Oak stool", brand="Stolz & Co", category=categories.ensure(["Furniture", "Stools"]).slug)
    made("Steel lamp", brand="Northern Light")
    vocabulary.count()


def suggested(client: Client, q: str) -> list[tuple[str, str]]:
    answer = client.get(URL, {"q": q})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return [(item["kind"], item["text"]) for item in found]


def test_are_categories_brands_and_products_that_begin_so(shop: None, anonymous: Client) -> None:
    found = [("category", "Stools"), ("brand", "Stolz & Co"), ("product", "Oak stool")]
    assert suggested(anonymous, "sto") == found


def test_are_those_of_which_a_later_word_begins_so(shop: None, anonymous: Client) -> None:
    assert suggested(anonymous, "lig") == [("brand", "Northern Light"), ("product", "Steel lamp")]


def test_mind_few_typos(shop: None, anonymous: Client) -> None:
    assert ("product", "Oak stool") in suggested(anonymous, "stol")
    assert ("category", "Furniture") in suggested(anonymous, "furnitrue")


def test_are_ten_at_most(made: Made, anonymous: Client) -> None:
    for number in range(12):
        made(f"Oak {number}", brand=f"Oak {number}", category=categories.ensure([f"Oak {number}"]).slug)
    vocabulary.count()
    kinds = [kind for kind, _ in suggested(anonymous, "oak")]
    assert kinds == ["category"] * 3 + ["brand"] * 3 + ["product"] * 4


def test_know_what_is_new_once_it_is_told(shop: None, made: Made, anonymous: Client) -> None:
    made("Rug", brand="Zephyr")
    events.dispatch()
    assert ("brand", "Zephyr") in suggested(anonymous, "zeph")


def test_forget_what_is_gone_once_it_is_counted(shop: None, anonymous: Client) -> None:
    products.archive("steel-lamp")
    vocabulary.count()
    assert suggested(anonymous, "northern") == []


@pytest.mark.parametrize("q", ["%", "_", "\\", "'", "😀", "-", '"', "%%%_", "a" * 200])
def test_are_none_for_what_is_no_word(shop: None, anonymous: Client, q: str) -> None:
    assert suggested(anonymous, q) == []


@pytest.mark.parametrize(("q", "kept"), [("s", 1), ("st", 1), ("sto", 0), ("ß", 0), ("1", 0)])
def test_are_kept_for_few_letters_alone(
    shop: None, anonymous: Client, redis_server: "redis.Redis", q: str, kept: int
) -> None:
    suggested(anonymous, q)
    assert len(redis_server.keys("bytes:suggestions*")) == kept
