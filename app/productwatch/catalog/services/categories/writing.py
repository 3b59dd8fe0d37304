"""Changing categories: each function is one transaction, made by one writer at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Category, FormerCategorySlug
from productwatch.catalog.services import freshness
from productwatch.catalog.services.categories import tree
from productwatch.catalog.services.differences import difference
from productwatch.catalog.services.fields import CategoryFields
from productwatch.events import services as events
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import NotFound, invalid


@transaction.atomic
def create(fields: CategoryFields) -> str:
    """Adds a category, which needs a name, and returns its slug: the given one, or one made from the name.

    Conflict is raised where the slug is taken or the place too deep, Invalid where there is no such parent.
    """
    tree.lock()
    category = Category(**_columns(fields))
    if not category.slug:
        category.slug = _free_slug(category.parent, category.name)
    elif tree.is_taken(category.slug):
        raise _taken(category.slug)
    _insert(category)
    return category.slug


@transaction.atomic
def change(slug: str, fields: CategoryFields, *, only_if: Precondition = ANY_VERSION) -> str:
    """Gives the category these fields and returns its slug, which may be a new one: the earlier one leads there.

    NotFound is raised where there is no such category, Conflict where the slug is taken or the category cannot lie
    where it should, Invalid where there is no such parent, PreconditionFailed where it is no longer as the caller has
    seen it.
    """
    category = locked(slug)
    only_if.check(category.version, lambda: selectors.category(slug).tag)
    before, trail = facts(category), category.trail
    for name, value in _columns(fields).items():
        setattr(category, name, value)
    changed = difference(before, facts(category))
    if "slug" in changed:
        _rename(category, slug)
    if "parent" in changed and category.parent:
        tree.refuse_place(category, category.parent)
    if changed:
        _save(category, trail)
        tell("changed", category, diff=changed)
        freshness.changed(slug, category.slug)
    return category.slug


@transaction.atomic
def remove(slug: str, *, only_if: Precondition = ANY_VERSION) -> None:
    """Deletes an empty category. NotFound is raised where there is none, Conflict where anything lies in it.

    PreconditionFailed is raised where it is no longer as the caller has seen it.
    """
    category = locked(slug)
    only_if.check(category.version, lambda: selectors.category(slug).tag)
    children, products = category.children.count(), category.products.count()
    if children or products:
        detail = f"{slug!r} holds {children:,} categories and {products:,} products, those out of the catalog included"
        raise tree.refused("slug", f"{detail}: move them, or merge it into another")
    tell("removed", category)
    freshness.changed(slug)
    category.delete()


@transaction.atomic
def ensure(path: Sequence[str]) -> Category:
    """The category at the end of a path of at least one name, made with all above it where it is missing."""
    parent: Category | None = None
    for name in path:
        parent = _named(parent, name) or _ensured(parent, name)
    if parent is None:
        raise ValueError("a category's path has at least one name")
    return parent


def locked(slug: str) -> Category:
    """The category, to be changed by nobody else, and taken by no product, until the transaction ends."""
    tree.lock()
    category = Category.objects.select_for_update().filter(slug=selectors.possible_category(slug)).first()
    if category is None:
        raise NotFound(f"There is no category {slug!r}.")
    return category


def facts(category: Category) -> dict[str, Any]:
    """What of a category can change, ready for JSON."""
    parent = category.parent.slug if category.parent else None
    plain = {name: getattr(category, name) for name in ("slug", "name", "icon", "colour", "position")}
    return plain | {"parent": parent}


def tell(what: str, category: Category, **more: Any) -> None:
    told = {"slug": category.slug, "name": category.name, **more}
    events.record(f"category.{what}", str(category.id), told)


def _columns(fields: CategoryFields) -> dict[str, Any]:
    return {name: _parent(value) if name == "parent" else value for name, value in fields.items()}


def _parent(slug: Any) -> Category | None:
    found = Category.objects.filter(slug=slug).first() if slug is not None else None
    if slug is not None and found is None:
        raise invalid("#/parent", f"there is no category {slug!r}")
    return found


def _insert(category: Category) -> None:
    category.trail = tree.trail_of(category)
    tree.refuse_depth(len(category.trail))
    category.save(force_insert=True)
    tell("created", category)
    freshness.changed(category.slug)


def _save(category: Category, trail: list[Any]) -> None:
    category.trail = tree.trail_of(category)
    if category.trail != trail:
        tree.regraft(trail, category.trail)
    category.version += 1
    category.save(force_update=True)


def _rename(category: Category, earlier: str) -> None:
    """A slug that led here before may lead here again."""
    returned, _ = category.former_slugs.filter(slug=category.slug).delete()
    if not returned and tree.is_taken(category.slug):
        raise _taken(category.slug)
    FormerCategorySlug.objects.create(slug=earlier, category=category)


def _named(parent: Category | None, name: str) -> Category | None:
    return Category.objects.filter(parent=parent, name=name).order_by("id").first()


def _ensured(parent: Category | None, name: str) -> Category:
    """A new category, or that of somebody who was faster."""
    tree.lock()
    category = _named(parent, name)
    if category is None:
        category = Category(parent=parent, name=name, slug=_free_slug(parent, name))
        _insert(category)
    return category


def _free_slug(parent: Category | None, name: str) -> str:
    wished: Iterator[str] = tree.wished_slugs(parent.slug if parent else None, name)
    return next(slug for slug in wished if not tree.is_taken(slug))


def _taken(slug: str) -> Exception:
    return tree.refused("slug", f"{slug!r} is the slug of another category, or was")
