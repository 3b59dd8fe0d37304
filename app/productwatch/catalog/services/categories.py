"""Making categories."""

from collections.abc import Iterator, Sequence
from itertools import chain
from uuid import uuid4

from django.db import IntegrityError, transaction

from productwatch.catalog.models import Category
from productwatch.catalog.services.constraints import violated
from productwatch.catalog.slugs import numbered, slug_of
from productwatch.platform import reads


@transaction.atomic
def ensure(path: Sequence[str]) -> Category:
    """The category at the end of a path of at least one name, made with all above it where it is missing."""
    parent: Category | None = None
    for name in path:
        parent = Category.objects.filter(parent=parent, name=name).first() or _made(parent, name)
    if parent is None:
        raise ValueError("a category's path has at least one name")
    return parent


def _made(parent: Category | None, name: str) -> Category:
    """A new category, or that of somebody who was faster."""
    for slug in _slugs(parent, name):
        step = {"slug": slug, "name": name}
        category = Category(parent=parent, trail=[*parent.trail, step] if parent else [step], **step)
        try:
            with transaction.atomic():
                category.save(force_insert=True)
        except IntegrityError as error:
            if violated(error) == "category_name_in_its_parent":
                return Category.objects.get(parent=parent, name=name)
            if violated(error) != "category_slug_is_taken_once":
                raise
        else:
            reads.changed("categories")
            return category
    raise AssertionError("numbers do not end")


def _slugs(parent: Category | None, name: str) -> Iterator[str]:
    """Its own slug, else with that of its parent before it, else with a number."""
    own = slug_of(name) or uuid4().hex
    if parent is None:
        return numbered(own)
    return chain([own], numbered(slug_of(f"{parent.slug}-{own}")))
