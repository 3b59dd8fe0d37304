"""Merging one category into another, with nothing lost: what lay in the first lies in the second then."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from productwatch.catalog import selectors
from productwatch.catalog.models import Category, FormerCategorySlug
from productwatch.catalog.services import freshness
from productwatch.catalog.services.categories import tree
from productwatch.catalog.services.categories.writing import locked, tell
from productwatch.platform import clock
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import invalid

_MOVE_PRODUCTS = """
    WITH moved AS (
        UPDATE catalog_product SET category_id = %(kept)s, version = version + 1, updated_at = %(now)s
        WHERE category_id = %(merged)s
        RETURNING id, version
    )
    INSERT INTO catalog_productversion (product_id, number, kind, diff, at, by_id)
    SELECT id, version, 'changed', %(diff)s, %(now)s, %(by)s FROM moved
"""


@transaction.atomic
def merge(slug: str, into: str, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> None:
    """Moves all products and categories that lie in the one category into the other; the slug leads there from now on.

    Each product has a version of it, archived ones too; one event tells of them all. NotFound is raised where there is
    no such category, Invalid where there is none to merge into, Conflict where that lies below, or would be too deep,
    PreconditionFailed where the category that would go is no longer as the caller has seen it.
    """
    merged, kept = locked(slug), Category.objects.filter(slug=into).first()
    only_if.check(merged.version, lambda: selectors.category(slug).tag)
    if kept is None:
        raise invalid("#/into", f"there is no category {into!r}")
    if tree.lies_below(kept, merged):
        raise tree.refused("into", f"{into!r} is the category itself, or lies below it")
    tree.refuse_depth(len(kept.trail) + tree.height(merged) - 1)
    products = _move_products(merged, kept, by)
    _move_children(merged, kept)
    _move_names(merged, kept)
    tell("merged", merged, into=into, products=products)
    freshness.changed(slug, into)
    merged.delete()


def _move_products(merged: Category, kept: Category, by: UUID | None) -> int:
    diff = {"category": [merged.slug, kept.slug]}
    values: dict[str, Any] = {"merged": merged.id, "kept": kept.id, "now": clock.now(), "diff": Jsonb(diff), "by": by}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_PRODUCTS, values)
        return int(cursor.rowcount)


def _move_children(merged: Category, kept: Category) -> None:
    merged.children.update(parent=kept)
    tree.regraft(merged.trail, kept.trail)


def _move_names(merged: Category, kept: Category) -> None:
    """What led to the one leads to the other: its slug, those that it had, and what files call it."""
    merged.former_slugs.update(category=kept)
    merged.references.update(category=kept)
    FormerCategorySlug.objects.create(slug=merged.slug, category=kept)
