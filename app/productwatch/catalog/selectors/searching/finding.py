"""What a search finds: a page of it, how many it is, and how it spreads over facets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL

from productwatch.catalog.metrics import SEARCH_CANDIDATES, SEARCH_SECONDS
from productwatch.catalog.orders import RELEVANCE, SearchSort, order_of
from productwatch.catalog.search import MOST
from productwatch.catalog.selectors.choices import Choice
from productwatch.catalog.selectors.products import public_rows, shown
from productwatch.catalog.selectors.searching.asking import bounded
from productwatch.catalog.selectors.searching.candidates import Found, Marks, Page, Wanted, found, ids
from productwatch.catalog.selectors.searching.facets import labelled, refuse_unknown
from productwatch.catalog.selectors.searching.marks import marks_of
from productwatch.catalog.selectors.searching.meaning import meant
from productwatch.catalog.selectors.searching.words import question, typed
from productwatch.platform import paging
from productwatch.platform.cursors import Cursors

Row = dict[str, Any]

_NOTHING = Found(0, [], [], ("false", []))


@dataclass(frozen=True, slots=True)
class Search:
    """Products of a choice that words find; with no words all of it, which has no rank."""

    words: str | None
    choice: Choice
    facets: tuple[str, ...] = ()


def search(asked: Search, sort: SearchSort, cursor: str | None, limit: int, expand: Collection[str] = ()) -> Row:
    """A page of what it finds. Where nothing has one of the words, those near it are meant.

    Invalid where the cursor is of no such list or a facet unknown, Unavailable where it takes too long.
    """
    cursors = Cursors("search", asked.words, asked.choice)
    ranked = sort == RELEVANCE
    position = cursors.position(cursor) if cursor and ranked else None
    with SEARCH_SECONDS.time(), bounded():
        result = _result(asked, (position, limit + 1) if ranked else None)
        if sort == RELEVANCE:
            page = paging.cut(result.found.page, limit, cursors, lambda row: (row["rank"], row["id"]))
            page["items"] = _in_order(page["items"], expand)
        else:
            rows = public_rows(expand).filter(result.has_product())
            page = paging.page(rows, order_of(sort), ["search", asked.words, asked.choice], cursor, limit)
            page["items"] = shown(page["items"], expand)
        return page | _told(asked, result)


def spread(asked: Search) -> Row:
    """How many products it finds, and how they spread over its facets, without any of them."""
    with SEARCH_SECONDS.time(), bounded():
        return _told(asked, _result(asked, None))


def _in_order(found: Sequence[Row], expand: Collection[str]) -> list[Row]:
    ids = [row["product"] for row in found]
    rows = {str(row["id"]): row for row in public_rows(expand).filter(id__in=ids)}
    return shown([rows[each] for each in ids if each in rows], expand)


class _IsAnyOf(Func):
    """Of an array Postgres looks the keys up in their own order, which takes a third of what a join of them takes."""

    arg_joiner = " = ANY "
    template = "%(expressions)s"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class _Result:
    """`wanted` is None where nothing can match."""

    wanted: Wanted | None
    found: Found = _NOTHING
    meant: dict[str, list[str]] | None = None

    def has_product(self) -> Func:
        sql, values = ids(self.found)
        return _IsAnyOf("id", RawSQL(f"ARRAY({sql})", values))  # noqa: S611 - the values are not in it


def _result(asked: Search, page: Page | None) -> _Result:
    refuse_unknown(asked.facets)
    marks = marks_of(asked.choice)
    if marks is None:
        return _Result(None)
    if asked.words is None:
        wanted = Wanted(None, marks)
        return _Result(wanted, found(wanted, page, asked.facets))
    return _of_words(asked.words, marks, page, asked.facets)


def _of_words(words: str, marks: Marks, page: Page | None, facets: Sequence[str]) -> _Result:
    literal = _asked(words, {}, marks, page, facets)
    if literal.wanted is None or literal.found.count:
        return literal
    meanings = meant(typed(words).words)
    return _asked(words, meanings, marks, page, facets) if meanings else literal


def _asked(
    words: str, meanings: dict[str, list[str]], marks: Marks, page: Page | None, facets: Sequence[str]
) -> _Result:
    asked = question(words, meanings)
    if asked is None:
        return _Result(None)
    wanted = Wanted(asked, marks)
    return _Result(wanted, found(wanted, page, facets), meanings)


def _told(asked: Search, result: _Result) -> Row:
    count = result.found.count
    SEARCH_CANDIDATES.observe(count)
    return {
        "total": {"count": min(count, MOST), "exact": count <= MOST},
        "facets": labelled(asked.facets, result.found.facets),
        "meant": [{"typed": word, "meant": words} for word, words in (result.meant or {}).items()],
    }
