"""Reading the catalog."""

from productwatch.catalog.selectors.categories import (
    categories_below,
    category,
    category_now,
    category_page,
    category_tree,
    children_page,
    children_position,
    possible_category,
    slugs_in,
)
from productwatch.catalog.selectors.history import history
from productwatch.catalog.selectors.pages import position
from productwatch.catalog.selectors.products import (
    changes_of_day,
    current_tag,
    possible,
    product,
    product_id,
    product_ids,
    product_names,
    product_now,
    product_page,
    public_product_id,
)

__all__ = [
    "categories_below",
    "category",
    "category_now",
    "category_page",
    "category_tree",
    "changes_of_day",
    "children_page",
    "children_position",
    "current_tag",
    "history",
    "position",
    "possible",
    "possible_category",
    "product",
    "product_id",
    "product_ids",
    "product_names",
    "product_now",
    "product_page",
    "public_product_id",
    "slugs_in",
]
