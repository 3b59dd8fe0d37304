"""What a product shows of its category and its type: what they are called, or all of them where that is asked for."""

from collections.abc import Collection
from typing import Any

from productwatch.catalog.selectors.categories import with_parent

Row = dict[str, Any]

_CATEGORY = ("category__slug", "category__name", "category__trail")
_MORE_OF_CATEGORY = ("category__icon", "category__colour", "category__position")
_TYPE, _MORE_OF_TYPE = ("type__slug", "type__name"), ("type__attributes",)


def columns(expand: Collection[str]) -> tuple[str, ...]:
    """What a product's row is to hold of them."""
    more = _MORE_OF_CATEGORY if "category" in expand else ()
    return (*_CATEGORY, *more, *_TYPE, *(_MORE_OF_TYPE if "type" in expand else ()))


def category(row: Row, expand: Collection[str]) -> Row | None:
    """The category as JSON, null where the product has none; its columns are taken from the row."""
    slug, name, path = (row.pop(column) for column in _CATEGORY)
    shown = {"slug": slug, "name": name, "path": path}
    if "category" in expand:
        icon, colour, position = (row.pop(column) for column in _MORE_OF_CATEGORY)
        shown |= {"icon": icon, "colour": colour, "position": position}
        return with_parent(shown) if slug else None
    return shown if slug else None


def product_type(row: Row, expand: Collection[str]) -> Row | None:
    """The same of the type."""
    slug, name = (row.pop(column) for column in _TYPE)
    shown = {"slug": slug, "name": name}
    if "type" in expand:
        shown["attributes"] = row.pop("type__attributes")
    return shown if slug else None
