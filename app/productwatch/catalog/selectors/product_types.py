"""Reading product types."""

from typing import Any

import orjson

from productwatch.catalog.models import ProductType
from productwatch.catalog.slugs import is_slug
from productwatch.platform import paging
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation

Row = dict[str, Any]

_SHOWN = ("slug", "name", "attributes")
_BY_SLUG = paging.Order(("slug",))


def product_type(slug: str) -> Representation:
    """The product type's JSON under its row's version; NotFound where there is none."""
    row = ProductType.objects.filter(slug=slug).values("version", *_SHOWN).first()
    if row is None:
        raise _no_product_type(slug)
    version = row.pop("version")
    return Representation(orjson.dumps(row), version)


def product_type_page(cursor: str | None, limit: int) -> Row:
    """The product types in the order of their slugs."""
    return paging.page(ProductType.objects.values(*_SHOWN), _BY_SLUG, ["product types"], cursor, limit)


def possible_product_type(slug: str) -> str:
    """The slug, if it can be one at all; NotFound otherwise, before anybody looks for it."""
    if not is_slug(slug):
        raise _no_product_type(slug)
    return slug


def _no_product_type(slug: str) -> NotFound:
    return NotFound(f"There is no product type {slug[:100]!r}.")
