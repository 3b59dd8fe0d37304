"""What a search finds is a list of products, and …"""

from decimal import Decimal

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from productwatch.catalog.selectors.searching import asking, candidates
from productwatch.catalog.services import categories, products
from productwatch.platform.money import Money
from tests.app.catalog.conftest import Made
from tests.app.catalog.search.conftest import URL, Find, Search
from tests.app.catalog.test_list_products import pages

MEASURED = ("productwatch_search_seconds_count", "productwatch_search_candidates_sum")


@pytest.fixture
def oaks(made: Made) -> None:
    for number in range(5):
        price = Money(Decimal(10 - number), "USD")
        made(f"Oak {number}", brand=f"Brand {number % 2}", tags=[f"t{number % 3}"], price=price)
    made("Ash")


def test_is_read_page_by_page(oaks: None, anonymous: Client) -> None:
    assert list(pages(anonymous, 2, q="oak")) == [["oak-4", "oak-3"], ["oak-2", "oak-1"], ["oak-0"]]


@pytest.mark.parametrize(("sort", "first"), [("price", "oak-4"), ("-price", "oak-0"), ("name", "oak-0")])
def test_has_any_order_of_lists(oaks: None, anonymous: Client, sort: str, first: str) -> None:
    walked = [slug for page in pages(anonymous, 2, q="oak", sort=sort) for slug in page]
    assert (walked[0], len(walked)) == (first, 5)


def test_is_measured(oaks: None, find: Find) -> None:
    before = [REGISTRY.get_sample_value(name) or 0 for name in MEASURED]
    find("oak")
    find("ash")
    after = [REGISTRY.get_sample_value(name) or 0 for name in MEASURED]
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 5 + 1]


def test_may_hold_what_is_in_stock_alone(oaks: None, find: Find) -> None:
    products.change("oak-2", {"stock": 5})
    assert find("oak", in_stock="true") == ["oak-2"]
    products.change("oak-2", {"stock": 4})
    assert find("oak", in_stock="true") == ["oak-2"]
    products.change("oak-2", {"stock": 0})
    assert find("oak", in_stock="true") == []
    assert len(find("oak", in_stock="false")) == 5


def test_has_cursors_of_its_own(oaks: None, anonymous: Client) -> None:
    cursor = anonymous.get(URL, {"q": "oak", "limit": "1"}).json()["next"]
    others: list[dict[str, str]] = [{"q": "ash"}, {"q": "oak", "brand": "Brand 1"}, {"q": "oak", "sort": "name"}, {}]
    for other in others:
        assert anonymous.get(URL, {"limit": "1", "cursor": cursor, **other}).status_code == 422


def test_is_of_a_choice(oaks: None, made: Made, find: Find) -> None:
    made("Oak in seats", category=categories.ensure(["Seats", "Stools"]).slug)
    assert find("oak", brand="Brand 1") == ["oak-3", "oak-1"]
    assert find("oak", brand="Brand 1", tag="t0") == ["oak-3"]
    assert find("oak", category="seats") == ["oak-in-seats"]
    assert find("oak", category="none") == find("oak", type="none") == []


def test_shows_each_product_as_lists_do(oaks: None, anonymous: Client, search: Search) -> None:
    assert search("ash")["items"] == anonymous.get(URL, {"limit": "1"}).json()["items"]
    assert search("ash", fields="slug")["items"] == [{"slug": "ash"}]


def test_tells_how_many_it_holds(oaks: None, search: Search) -> None:
    assert search("oak", limit=1)["total"] == {"count": 5, "exact": True}


def test_ranks_the_newest_of_too_many(oaks: None, search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr("productwatch.catalog.selectors.searching.finding.MOST", 3)
    found = search("oak", facets="brand")
    assert [item["slug"] for item in found["items"]] == ["oak-4", "oak-3", "oak-2"]
    assert found["total"] == {"count": 3, "exact": False}
    assert sum(value["products"] for value in found["facets"][0]["values"]) == 3
    assert [item["slug"] for item in search("oak", sort="slug")["items"]] == ["oak-2", "oak-3", "oak-4"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"q": ""}, "#/q"),
        ({"q": " "}, "#/q"),
        ({"q": "a" * 201}, "#/q"),
        ({"q": "a\nb"}, "#/q"),
        ({"sort": "relevance"}, "#/sort"),
        ({"facets": "stock"}, "#/facets/0"),
        ({"facets": "brand,"}, "#/facets/1"),
        ({"facets": "attribute.size"}, "#/facets"),
        ({"q": "oak", "cursor": "made-up"}, "#/cursor"),
        ({"q": "oak", "attribute": "size:42"}, "#/attribute"),
    ],
)
def test_refuses(db: None, anonymous: Client, query: dict[str, str], pointer: str) -> None:
    answer = anonymous.get(URL, query)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


def test_has_no_status(admin_client: Client) -> None:
    assert admin_client.get(URL, {"q": "oak", "status": "draft"}).status_code == 422


def test_is_given_up_where_it_takes_too_long(oaks: None, anonymous: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_estimate", lambda *_: asking.rows("SELECT pg_sleep(60)"))
    monkeypatch.setattr(asking, "_SET", "SELECT set_config('statement_timeout', '50ms', true)")
    answer = anonymous.get(URL, {"q": "oak"})
    assert answer.status_code == 503
    assert "took longer" in answer.json()["detail"]
