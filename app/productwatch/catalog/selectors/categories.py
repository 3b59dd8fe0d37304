"""Reading categories: rows ready for JSON, one query each."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any

import orjson
from django.db.models import F, Func, IntegerField, Q, QuerySet

from productwatch.catalog.models import PUBLIC, Category, Product
from productwatch.catalog.slugs import is_slug
from productwatch.platform import paging
from productwatch.platform.problems import NotFound, invalid
from productwatch.platform.reads import Representation

Row = dict[str, Any]

_BY_SLUG, _BY_POSITION = paging.Order(("slug",)), paging.Order(("position", "slug"))
_SHOWN = ("slug", "name", "icon", "colour", "position")


def category(slug: str) -> Representation:
    """The category's JSON under its row's version; NotFound where there is none."""
    row = _rows(Category.objects.filter(slug=slug), "version").first()
    if row is None:
        raise _no_category(slug)
    version = row.pop("version")
    return Representation(orjson.dumps(with_parent(row)), version)


def category_page(cursor: str | None, limit: int) -> Row:
    """The categories in the order of their slugs, each with its path: enough to build the tree."""
    return _page(Category.objects.all(), _BY_SLUG, ["categories"], cursor, limit)


def children_page(parent: str, cursor: str | None, limit: int) -> Row:
    """The categories that lie in `parent` itself, or the roots where it is empty, by position and slug.

    Invalid where there is no such parent.
    """
    among = Q(parent__slug=parent) if parent else Q(parent=None)
    page = _page(Category.objects.filter(among), _BY_POSITION, ["categories in", parent], cursor, limit)
    if parent and not page["items"] and not Category.objects.filter(slug=parent).exists():
        raise invalid("#/parent", f"there is no category {parent!r}")
    return page


def category_tree(depth: int) -> Row:
    """The upper levels of the tree, so many of them: each category with those that lie in it."""
    levels = Func("trail", function="jsonb_array_length", output_field=IntegerField())
    rows = Category.objects.alias(levels=levels).filter(levels__lte=depth).order_by("position", "slug")
    branches = {row.pop("id"): dict(row, children=[]) for row in rows.values("id", "parent_id", *_SHOWN)}
    roots: list[Row] = []
    for branch in branches.values():
        parent = branch.pop("parent_id")
        del branch["position"]
        (branches[parent]["children"] if parent else roots).append(branch)
    return {"items": roots}


def category_now(slug: str) -> str:
    """The slug of the category that once had this one, or took over from it; NotFound where nobody had it."""
    found = Category.objects.filter(former_slugs__slug=slug).values_list("slug", flat=True).first()
    if found is None:
        raise _no_category(slug)
    return found


def category_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Slug and name of each category, by id."""
    rows = Category.objects.filter(id__in=list(ids)).values_list("id", "slug", "name")
    return {found: (slug, name) for found, slug, name in rows}


def categories_below(slug: str) -> dict[int, str]:
    """Ids and slugs of the category and of all below it; none where there is no such category.

    Where the slug leads elsewhere now, those of the category that it leads to.
    """
    found = _below(slug)
    if not found:
        with suppress(NotFound):
            found = _below(category_now(slug))
    return found


def with_parent(row: Row) -> Row:
    """The category with what it lies in, which its path tells."""
    path = row["path"]
    return row | {"parent": path[-2]["slug"] if len(path) > 1 else None}


def category_id(slug: str) -> int:
    """The id of the category that has this slug, or had it; NotFound where none had."""
    ids = Category.objects.values_list("id", flat=True)
    found = ids.filter(slug=slug).first() or ids.filter(former_slugs__slug=slug).first()
    if found is None:
        raise _no_category(slug)
    return found


def slugs_in(categories: Collection[int], most: int) -> list[str]:
    """The slugs of public products that lie in these categories themselves, of no more than so many."""
    products = Product.objects.filter(PUBLIC, category__in=categories).values_list("slug", flat=True)
    return list(products[: max(most, 0)])


def possible_category(slug: str) -> str:
    """The slug, if it can be one at all; NotFound otherwise, before anybody looks for it."""
    if not is_slug(slug):
        raise _no_category(slug)
    return slug


def _page(
    categories: QuerySet[Category], order: paging.Order, scope: Sequence[str], cursor: str | None, limit: int
) -> Row:
    page = paging.page(_rows(categories), order, scope, cursor, limit)
    return page | {"items": [with_parent(row) for row in page["items"]]}


def _below(slug: str) -> dict[int, str]:
    return dict(Category.objects.filter(trail__contains=[{"slug": slug}]).values_list("id", "slug"))


def _rows(categories: QuerySet[Category], *more: str) -> QuerySet[Category, Row]:
    rows: QuerySet[Category, Row] = categories.values(*_SHOWN, *more, path=F("trail"))
    return rows


def _no_category(slug: str) -> NotFound:
    return NotFound(f"There is no category {slug[:100]!r}.")
