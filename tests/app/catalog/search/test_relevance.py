"""Searching …"""

import pytest
from pytest_django.fixtures import Settings

from productwatch.catalog.models import Category
from productwatch.catalog.services import products
from productwatch.catalog.services.search import rebuilding
from tests.app.catalog.conftest import Made
from tests.app.catalog.search.conftest import Find

SIGNS = (
    "'",
    '"',
    '""',
    "-",
    "--",
    "\\",
    "|",
    "& !",
    "oak & | !",
    "oak:*A",
    "(((",
    "<->",
    "<2>",
    "':*",
    "%s",
    "%",
    "$1",
)
SQL = ("'; DROP TABLE catalog_product; --", "oak' OR '1'='1")
LONG = ("a" * 200, "\N{FACE WITH TEARS OF JOY}" * 200, "ﷺ" * 200, "ab " * 66, "-" * 200, '"' * 200, "e\u0301" * 100)
HOSTILE = (*SIGNS, *SQL, *LONG, "the", "\u200b", "\ufeff", "\ud7ff\ue000", "\U0001f600")


def test_finds_by_name_brand_sku_tag_category_and_description(made: Made, stools: Category, find: Find) -> None:
    made(
        "Oak", brand="Möbel & Söhne", sku="AB-12/7", tags=["reading room"], category="stools", description="Three legs."
    )
    for q in ("oak", "mobel sohne", "AB-12/7", "reading", "furniture", "stools", "legs"):
        assert find(q) == ["oak"], q


def test_finds_by_the_texts_of_attributes(made: Made, find: Find) -> None:
    product = made("Boot")
    product.attributes = {"colour": "crimson", "waterproof": True}
    product.save()
    rebuilding.rebuild(lambda _tally: None)
    assert find("crimson boot") == ["boot"]
    assert find("true") == []


def test_prefers_names_to_brands_and_tags_to_categories_to_descriptions(
    made: Made, stools: Category, find: Find
) -> None:
    made("D", description="A furniture.")
    made("C", category="stools")
    made("B", tags=["furniture"])
    made("Furniture A")
    assert find("furniture") == ["furniture-a", "b", "c", "d"]


def test_prefers_the_product_that_is_called_so(made: Made, find: Find) -> None:
    made("Oak stool")
    made("Oak stool cushion")
    assert find("oak stool") == ["oak-stool", "oak-stool-cushion"]


def test_shows_the_newest_first_among_equals(made: Made, find: Find) -> None:
    for name in ("Oak a", "Oak c", "Oak b"):
        made(name)
    assert find("oak") == ["oak-b", "oak-c", "oak-a"]


def test_wants_all_words(made: Made, find: Find) -> None:
    made("Oak stool")
    made("Oak table")
    assert find("table oak") == ["oak-table"]
    assert find("oak bench") == []


def test_takes_the_last_word_for_a_beginning(made: Made, find: Find) -> None:
    made("Oak stool")
    made("Oak table")
    assert find("oak sto") == ["oak-stool"]
    assert find("sto oak") == []


def test_takes_one_letter_for_a_word(made: Made, find: Find) -> None:
    made("Size L")
    made("Lamp")
    assert find("l") == ["size-l"]


@pytest.mark.parametrize("q", ["cafe", "CAFÉ", "cafe\N{COMBINING ACUTE ACCENT}", "café"])
def test_minds_no_accents_or_capitals(made: Made, find: Find, q: str) -> None:
    made("Café chair")
    made("Chafer")
    assert find(q) == ["cafe-chair"]


@pytest.mark.parametrize(("q", "found"), [("t-shirt", 1), ("t shirt", 1), ("3.5", 1), ("rtx-3080", 1), ("3080", 1)])
def test_parts_words_as_names_do(made: Made, find: Find, q: str, found: int) -> None:
    made("T-Shirt RTX-3080 of 3.5 mm")
    assert len(find(q)) == found


@pytest.mark.parametrize("name", ["Стул дубовый", "木の椅子", "كرسي", "Αθηνα"])
def test_reads_other_scripts(made: Made, find: Find, name: str) -> None:
    made(name, slug="chair")
    assert find(name) == ["chair"]
    assert find(name[:2]) == ["chair"]


def test_finds_plurals_under_english(made: Made, find: Find) -> None:
    made("Wooden chair", slug="one")
    made("Dining chairs", slug="many")
    assert sorted(find("chairs")) == sorted(find("chair")) == ["many", "one"]


def test_takes_words_as_they_are_where_the_language_is_simple(made: Made, find: Find, settings: Settings) -> None:
    settings.SEARCH_LANGUAGE = "simple"
    made("The chairs of oak")
    assert find("chairs oak") == find("the oak") == ["the-chairs-of-oak"]
    assert find("chaired oak") == []


def test_leaves_out_words_that_say_nothing(made: Made, find: Find) -> None:
    made("Stool", description="For the kitchen.")
    assert find("a stool in kitchens") == ["stool"]


def test_finds_a_name_of_nothing_but_such_words(made: Made, find: Find) -> None:
    made("The Who")
    assert find("the who") == ["the-who"]
    assert find("the what") == []


def test_keeps_words_in_quotes_together(made: Made, find: Find) -> None:
    made("Memory foam pillow")
    made("Foam of memory")
    assert find('"memory foam"') == ["memory-foam-pillow"]
    assert find('pillow "memory foam') == ["memory-foam-pillow"]


def test_leaves_out_what_has_a_minus(made: Made, find: Find) -> None:
    made("Oak stool")
    made("Oak table", description="Beside a white bench.")
    assert find("oak -table") == ["oak-stool"]
    assert find('oak -"white bench"') == ["oak-stool"]
    assert find("-table") == []


@pytest.mark.parametrize("q", HOSTILE)
def test_fails_at_nothing_that_is_typed(made: Made, find: Find, q: str) -> None:
    made("Stool")
    assert find(q) == []


def test_takes_what_is_no_word_for_a_gap(made: Made, find: Find) -> None:
    made("Oak stool")
    assert find("oak & 'stool':* | !(") == ["oak-stool"]


def test_finds_what_is_public_alone(made: Made, find: Find) -> None:
    made("Stool")
    made("Draft stool", status="draft")
    assert find("stool") == ["stool"]
    products.archive("stool")
    assert find("stool") == []
    products.restore("stool")
    products.change("draft-stool", {"status": "published"})
    assert sorted(find("stool")) == ["draft-stool", "stool"]


def test_finds_what_has_just_changed(made: Made, find: Find) -> None:
    made("Stool", description="Of oak.")
    products.change("stool", {"name": "Bench", "tags": ["garden"]})
    assert find("garden bench") == ["stool"]
    products.change("stool", {"description": ""})
    assert find("oak") == []
