"""Facets: over which brands, tags, categories, types and attributes a list spreads."""

from collections.abc import Sequence
from typing import Any

from productwatch.catalog.models import Category, ProductType
from productwatch.platform.problems import invalid

Row = dict[str, Any]
Counted = Sequence[tuple[str, str, int]]

ATTRIBUTE = "attribute."


def refuse_unknown(names: Sequence[str]) -> None:
    """Invalid where an attribute is no facet: no product type says so."""
    for name in names:
        code = name.removeprefix(ATTRIBUTE)
        if (
            code != name
            and not ProductType.objects.filter(attributes__contains=[{"code": code, "facet": True}]).exists()
        ):
            raise invalid("#/facets", f"{code!r} is an attribute of no product type, or no facet")


def labelled(names: Sequence[str], counted: Counted) -> list[Row]:
    """Each facet with its values, the most frequent first, as the list takes them and as people read them."""
    labels = {"category": _categories(counted), "type": _types(counted)}
    shown: dict[str, list[Row]] = {name: [] for name in names}
    for name, value, products in counted:
        taken, label = labels[name].get(value, ("", "")) if name in labels else (value, value)
        if taken:
            shown[name].append({"value": taken, "label": label, "products": products})
    return [{"name": name, "values": values} for name, values in shown.items()]


def _categories(counted: Counted) -> dict[str, tuple[str, str]]:
    found = [int(value) for name, value, _ in counted if name == "category"]
    rows = Category.objects.filter(id__in=found).values_list("id", "slug", "name") if found else []
    return {str(number): (slug, name) for number, slug, name in rows}


def _types(counted: Counted) -> dict[str, tuple[str, str]]:
    found = [value for name, value, _ in counted if name == "type"]
    rows = ProductType.objects.filter(slug__in=found).values_list("slug", "name") if found else []
    return {slug: (slug, name) for slug, name in rows}
