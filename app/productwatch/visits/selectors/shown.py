"""Subjects as they are told: products and categories by slug and name, everything else as itself."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from productwatch.catalog import selectors as catalog
from productwatch.visits.dimensions import SEPARATOR, Dimension
from productwatch.visits.models import Subject

Row = dict[str, Any]


def values(subjects: Iterable[int]) -> dict[int, str]:
    return dict(Subject.objects.filter(id__in=list(subjects)).values_list("id", "value"))


def by_subject(dimension: Dimension, subjects: Collection[int]) -> dict[int, Row]:
    """A product or a category that is no more is left out."""
    found = values(subjects)
    if dimension is Dimension.PRODUCT:
        return _products(found)
    if dimension is Dimension.CATEGORY:
        return _categories(found)
    if dimension is Dimension.CAMPAIGN:
        return {subject: _campaign(value) for subject, value in found.items()}
    return {subject: {"value": value} for subject, value in found.items()}


def _products(found: dict[int, str]) -> dict[int, Row]:
    names = catalog.product_names(UUID(value) for value in found.values())
    ids = {subject: UUID(value) for subject, value in found.items()}
    return {subject: _named(*names[product]) for subject, product in ids.items() if product in names}


def _categories(found: dict[int, str]) -> dict[int, Row]:
    names = catalog.category_names(int(value) for value in found.values() if value)
    named = {str(category): name for category, name in names.items()} | {"": ("", "")}
    return {subject: _named(*named[value]) for subject, value in found.items() if value in named}


def _named(slug: str, name: str) -> Row:
    return {"slug": slug, "name": name}


def _campaign(value: str) -> Row:
    return dict(zip(("source", "medium", "campaign"), value.split(SEPARATOR), strict=True))
