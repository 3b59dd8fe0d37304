"""What somebody may be about to type: categories, brands and products that begin so, or nearly so."""

from typing import Any

from productwatch.catalog.models import Category
from productwatch.catalog.orders import RELEVANCE
from productwatch.catalog.search import LONGEST_WORD, plain
from productwatch.catalog.selectors.choices import Choice
from productwatch.catalog.selectors.searching.asking import bounded, rows
from productwatch.catalog.selectors.searching.finding import Search, search

Row = dict[str, Any]

MOST, MOST_OF_A_KIND = 10, 3
"""Suggestions, and of these categories and brands."""

_TERMS = f"""
    SELECT kind, value FROM (
        SELECT kind, value, row_number() OVER (
            PARTITION BY kind
            ORDER BY form ^@ typed DESC, strpos(form, ' ' || typed) > 0 DESC, similarity(form, typed) DESC,
                products DESC, value
        ) AS place
        FROM catalog_searchterm, {plain("lower(%s)")} typed
        WHERE kind <> 'word' AND products > 0 AND typed <> ''
            AND (form LIKE typed || '%%' OR form LIKE '%% ' || typed || '%%' OR form %% typed)
    ) near WHERE place <= %s ORDER BY kind DESC, place
"""  # noqa: S608 - of constants alone


def suggestions(text: str) -> Row:
    """At most MOST, of one kind after the other. Unavailable where it takes too long."""
    with bounded():
        terms = rows(_TERMS, [text[:LONGEST_WORD], MOST_OF_A_KIND])
    categories = _categories([int(value) for kind, value in terms if kind == "category"])
    brands = [{"kind": "brand", "text": value, "slug": None} for kind, value in terms if kind == "brand"]
    found = search(Search(text, Choice()), RELEVANCE, None, MOST - len(categories) - len(brands))
    products = [{"kind": "product", "text": item["name"], "slug": item["slug"]} for item in found["items"]]
    return {"items": [*categories, *brands, *products]}


def _categories(found: list[int]) -> list[Row]:
    by_id = Category.objects.in_bulk(found)
    return [{"kind": "category", "text": by_id[each].name, "slug": by_id[each].slug} for each in found if each in by_id]
