"""A word that no product has …"""

import pytest

from productwatch.catalog.models import SearchTerm
from productwatch.catalog.selectors.searching.meaning import distance
from productwatch.catalog.services import products
from productwatch.catalog.services.search import vocabulary
from tests.app.catalog.conftest import Made
from tests.app.catalog.search.conftest import Find, Search


@pytest.fixture
def chair(made: Made) -> None:
    made("Wooden armchair")
    made("Oak stool")
    vocabulary.count()


@pytest.mark.parametrize("q", ["wodden", "woden", "owoden", "woodden", "wooxen", "armchiar", "amchar", "stol", "oka"])
def test_is_taken_for_one_that_is_near(chair: None, search: Search, q: str) -> None:
    found = search(q)
    assert len(found["items"]) == 1
    assert found["meant"][0]["typed"] == q


def test_is_told_with_what_it_is_taken_for(chair: None, search: Search) -> None:
    assert search("woden armchair")["meant"] == [{"typed": "woden", "meant": ["wooden"]}]


@pytest.mark.parametrize("q", ["xy", "stxxl", "wxxxen", "qqqqqqqq"])
def test_is_itself_where_none_is_near(chair: None, search: Search, q: str) -> None:
    found = search(q)
    assert (found["items"], found["meant"]) == ([], [])


def test_is_not_asked_after_where_something_is_found(made: Made, search: Search) -> None:
    made("Oaks stool")
    made("Oak stool")
    vocabulary.count()
    assert search("oak")["meant"] == []
    assert search("oak", brand="none") | {"items": []} == search("oak", brand="none")
    assert search("oak", brand="none")["meant"] == []


def test_is_known_as_soon_as_a_product_has_it(chair: None, made: Made, find: Find) -> None:
    assert find("stoll") == ["oak-stool"]
    made("Stoll")
    assert find("stoll") == ["stoll"]


def test_is_forgotten_at_the_count_when_no_product_has_it_any_more(chair: None, search: Search) -> None:
    products.archive("oak-stool")
    vocabulary.count()
    assert not SearchTerm.objects.filter(value="stool").exists()
    assert search("stol")["meant"] == []


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("a", "", 1), ("chair", "chiar", 1), ("chair", "hcair", 1), ("stool", "stol", 1), ("ca", "abc", 3)],
)
def test_is_as_near_as_it_takes_edits(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == distance(other, one) == edits
