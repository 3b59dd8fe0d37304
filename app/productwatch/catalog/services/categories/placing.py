"""The categories that rows name, found and made together."""

from collections.abc import Collection, Iterable

from productwatch.catalog.models import Category, FormerCategorySlug
from productwatch.catalog.services import categories

Path = tuple[str, ...]


def by_slug(slugs: Collection[str]) -> dict[str, int]:
    """The ids of the categories that have or had these slugs."""
    if not slugs:
        return {}
    found = dict(Category.objects.filter(slug__in=slugs).values_list("slug", "id"))
    if others := {*slugs} - found.keys():
        found |= dict(FormerCategorySlug.objects.filter(slug__in=others).values_list("slug", "category_id"))
    return found


def by_path(paths: Collection[Path]) -> dict[Path, int]:
    """The ids of the categories at the ends of these paths, made with all above them where they are missing."""
    if not paths:
        return {}
    names = {name for path in paths for name in path}
    rows = Category.objects.filter(name__in=names).order_by("-id").values_list("parent_id", "name", "id")
    known: dict[tuple[int | None, str], int] = {(parent, name): found for parent, name, found in rows}
    return {path: _end(path, known) or categories.ensure(path).id for path in paths}


def kept(ids: Iterable[int]) -> dict[int, Category]:
    """These categories, none of which is deleted until the transaction ends; one that is gone is left out."""
    wanted = sorted({*ids})
    statement = "SELECT * FROM catalog_category WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
    return {found.id: found for found in Category.objects.raw(statement, [wanted])} if wanted else {}


def names_of(category: Category | None) -> Path:
    """The path that leads there."""
    return tuple(step["name"] for step in category.trail) if category else ()


def _end(path: Path, known: dict[tuple[int | None, str], int]) -> int | None:
    place = None
    for name in path:
        place = known.get((place, name))
        if place is None:
            return None
    return place
