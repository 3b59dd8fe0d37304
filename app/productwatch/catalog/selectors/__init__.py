"""Reading the catalog."""

from productwatch.catalog.selectors.categories import category_page
from productwatch.catalog.selectors.pages import position
from productwatch.catalog.selectors.products import (
    changes_of_day,
    possible,
    product,
    product_id,
    product_ids,
    product_names,
    product_page,
    public_product_id,
)

__all__ = [
    "category_page",
    "changes_of_day",
    "position",
    "possible",
    "product",
    "product_id",
    "product_ids",
    "product_names",
    "product_page",
    "public_product_id",
]
