"""The shape of the tree: one writer at a time, and trails that follow what lies above them."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Func, IntegerField, Max
from psycopg.types.json import Jsonb

from productwatch.catalog.models import DEEPEST, Category, FormerCategorySlug, Step
from productwatch.catalog.slugs import numbered, slug_of
from productwatch.platform.problems import Conflict

_REGRAFT = """
    UPDATE catalog_category
    SET version = version + 1,
        trail = %(onto)s || jsonb_path_query_array(trail, '$[$above to last]', %(names)s)
    WHERE trail @> %(below)s AND jsonb_array_length(trail) > %(above)s
"""


def lock() -> None:
    """Keeps other writers of categories waiting until the transaction ends; readers and writers of products go on.

    So two moves that would make a circle together are made one after the other, and the second is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_category IN SHARE ROW EXCLUSIVE MODE")


def trail_of(category: Category) -> list[Step]:
    """The way to where the category lies now."""
    above = category.parent.trail if category.parent else []
    return [*above, {"slug": category.slug, "name": category.name}]


def refuse_place(category: Category, parent: Category) -> None:
    """Conflict where the category cannot move to `parent`: that is itself, below it, or too deep for it."""
    if lies_below(parent, category):
        raise refused("parent", f"{parent.slug!r} is the category itself, or lies below it")
    refuse_depth(len(parent.trail) + height(category))


def refuse_depth(depth: int) -> None:
    if depth > DEEPEST:
        raise refused("parent", f"no more than {DEEPEST} categories may lie one below the other")


def lies_below(category: Category, above: Category) -> bool:
    """Whether the one is the other, or lies on a way down from it."""
    return category.trail[: len(above.trail)] == above.trail


def height(category: Category) -> int:
    """How many categories lie one below the other from this one down, itself included."""
    depth = Func("trail", function="jsonb_array_length", output_field=IntegerField())
    below = Category.objects.filter(trail__contains=category.trail[-1:])
    deepest: int = below.aggregate(deepest=Max(depth))["deepest"]
    return deepest - len(category.trail) + 1


def regraft(trail: list[Step], onto: list[Step]) -> None:
    """Makes all trails that go on from the first one go on from the other; their own ends stay."""
    values: dict[str, Any] = {
        "onto": Jsonb(onto),
        "above": len(trail),
        "names": Jsonb({"above": len(trail)}),
        "below": Jsonb(trail[-1:]),
    }
    with connection.cursor() as cursor:
        cursor.execute(_REGRAFT, values)


def is_taken(slug: str) -> bool:
    """Whether a category has the slug or had it."""
    return Category.objects.filter(slug=slug).exists() or FormerCategorySlug.objects.filter(slug=slug).exists()


def wished_slugs(parent: str | None, name: str) -> Iterator[str]:
    """Its own slug, else with that of its parent before it, else with a number."""
    own = slug_of(name) or uuid4().hex
    if parent is None:
        return numbered(own)
    return chain([own], numbered(slug_of(f"{parent}-{own}")))


def refused(member: str, detail: str) -> Conflict:
    return Conflict(f"{detail}.", errors=[{"pointer": f"#/{member}", "detail": detail}])
