"""The products that a search ranks and counts: all that match, and of more than MOST the newest MOST.

A frequent word would have Postgres look at a large part of all documents. So it is first asked for its own estimate,
and where that is more than enough, the search looks at the newest documents alone, as many windows of them as should
hold MOST, and at more where they do not. The estimate decides how long it takes, never what is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from productwatch.catalog.search import MOST, WINDOW
from productwatch.catalog.selectors.searching.asking import rows
from productwatch.catalog.selectors.searching.words import Question

RESERVE, GROWTH, WORTH_IT = 1.5, 4, 2
"""How many windows more than the estimate tells, how many times as many where these were too few, and of how many
times as many a part is worth a look of its own.
"""

MOST_VALUES = 50
"""Of one facet; the most frequent."""

Condition = tuple[str, list[Any]]
"""SQL and its values."""

Page = tuple[list[Any] | None, int]
"""The position behind which it begins, and how many items it has."""

_FOUND = """
    WITH matching AS MATERIALIZED (
        SELECT id, product_id, marks, {rank} AS rank FROM catalog_searchdocument
        WHERE {condition} ORDER BY id DESC LIMIT %s
    ),
    ranked AS (SELECT * FROM matching ORDER BY id DESC LIMIT %s)
    SELECT (SELECT count(*) FROM matching), ({page}), ({facets})
"""

_PAGE = """
    SELECT json_agg(json_build_object('rank', rank, 'id', id, 'product', product_id)) FROM (
        SELECT rank, id, product_id FROM ranked WHERE {behind} ORDER BY rank DESC, id DESC LIMIT %s
    ) page
"""

_FACETS = """
    WITH counted AS MATERIALIZED (
        SELECT mark, count(*) AS products FROM (SELECT unnest(marks) AS mark FROM ranked) each GROUP BY mark
    ),
    named AS (
        SELECT split_part(mark, ':', 1) AS name, substr(mark, strpos(mark, ':') + 1) AS value, products
        FROM counted WHERE mark ^@ ANY(%s)
    )
    SELECT json_agg(json_build_array(name, value, products)) FROM (
        SELECT *, row_number() OVER (PARTITION BY name ORDER BY products DESC, value) AS place FROM named
        ORDER BY name, place
    ) placed WHERE place <= %s
"""
"""Counted before anything is told apart: there are far fewer marks than products that have them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Documents that have `every` one of those marks, and at least one of each group of `some`."""

    every: tuple[str, ...] = ()
    some: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents with these marks that match the question, where there is one."""

    question: Question | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class Found:
    """`count` is MOST + 1 where there are more than MOST; rows of the page are {rank, id, product}."""

    count: int
    page: list[dict[str, Any]]
    facets: list[tuple[str, str, int]]
    among: Condition
    """Documents that hold the candidates, which are the newest MOST of them."""


def found(wanted: Wanted, page: Page | None, facets: Sequence[str] = ()) -> Found:
    """The candidates: how many they are, a page of them by rank, and the values of those facets."""
    for condition, values in _narrowing(wanted):
        ((count, items, counted),) = _asked(wanted, condition, values, page, facets)
        if count > MOST:
            break
    return Found(count, items or [], counted or [], (condition, values))


def ids(result: Found) -> Condition:
    """SQL for the products that are candidates, and its values: for lists in another order than the rank's."""
    condition, values = result.among
    sql = f"SELECT product_id FROM catalog_searchdocument WHERE {condition} ORDER BY id DESC LIMIT %s"  # noqa: S608 - ours
    return sql, [*values, MOST]


def _asked(wanted: Wanted, condition: str, values: list[Any], page: Page | None, facets: Sequence[str]) -> list[Any]:
    ranked = wanted.question is not None and page is not None
    rank = ("ts_rank(words, %s::tsquery)", [wanted.question.rank]) if ranked and wanted.question else ("0", [])
    paging, counting = _page(page), _counting(facets)
    sql = _FOUND.format(rank=rank[0], condition=condition, page=paging[0], facets=counting[0])
    return rows(sql, [*rank[1], *values, MOST + 1, MOST, *paging[1], *counting[1]])


def _page(page: Page | None) -> Condition:
    if page is None:
        return "NULL", []
    position, size = page
    behind = "(rank, id) < (%s::float4, %s)" if position else "true"
    return _PAGE.format(behind=behind), [*(position or ()), size]


def _counting(facets: Sequence[str]) -> Condition:
    return (_FACETS, [[f"{name}:" for name in facets], MOST_VALUES]) if facets else ("NULL", [])


def _narrowing(wanted: Wanted) -> Iterator[Condition]:
    """The condition on ever more windows, the newest first, until all are in."""
    condition, values = _condition(wanted)
    ((newest,),) = rows("SELECT coalesce(max(id), 0) FROM catalog_searchdocument")
    last = newest // WINDOW
    windows = ceil((last + 1) * RESERVE * MOST / max(_estimate(condition, values), 1))
    while windows * WORTH_IT <= last:
        marks = [f"window:{number}" for number in range(last, last - windows, -1)]
        yield f"{condition} AND marks && %s", [*values, marks]
        windows *= GROWTH
    yield condition, values


def _condition(wanted: Wanted) -> Condition:
    parts: list[Condition] = [("marks && %s", [list(group)]) for group in wanted.marks.some]
    if wanted.question:
        parts.append(("words @@ %s::tsquery", [wanted.question.match]))
    if wanted.marks.every:
        parts.append(("marks @> %s", [list(wanted.marks.every)]))
    return " AND ".join(sql for sql, _ in parts) or "true", [value for _, values in parts for value in values]


def _estimate(condition: str, values: list[Any]) -> float:
    ((plan,),) = rows(f"EXPLAIN (FORMAT JSON) SELECT FROM catalog_searchdocument WHERE {condition}", values)
    return float(plan[0]["Plan"]["Plan Rows"])
