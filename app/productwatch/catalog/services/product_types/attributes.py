"""Products fit their types, whoever changes either at the same moment: who writes a product shares its type's row."""

from collections.abc import Collection, Container
from typing import Any

from productwatch.catalog.attributes import checked
from productwatch.catalog.models import Product, ProductType
from productwatch.platform.problems import invalid


def shared_type(slug: Any) -> ProductType | None:
    """The product type, kept from being changed until the transaction ends; Invalid where there is none."""
    if slug is None:
        return None
    found = ProductType.objects.raw("SELECT * FROM catalog_producttype WHERE slug = %s FOR SHARE", [slug])
    if not found:
        raise invalid("#/type", f"there is no product type {slug!r}")
    return found[0]


def shared_types(slugs: Collection[str]) -> dict[str, ProductType]:
    """Those of these product types that there are, by slug, kept likewise."""
    statement = "SELECT * FROM catalog_producttype WHERE slug = ANY(%s) ORDER BY id FOR SHARE"
    return {found.slug: found for found in ProductType.objects.raw(statement, [list(slugs)])} if slugs else {}


def fit(product: Product, given: Container[str]) -> None:
    """Sees to it that a product that is given attributes, or a type that is shared, fits its type.

    Invalid names each attribute that does not.
    """
    if "attributes" in given and "type" not in given and product.type:
        product.type = shared_type(product.type.slug)
    if "attributes" in given or "type" in given:
        product.attributes = checked(product.type.attributes if product.type else [], product.attributes)
