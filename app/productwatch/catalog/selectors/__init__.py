"""Reading the catalog."""

from productwatch.catalog.selectors.categories import (
    categories_below,
    category,
    category_now,
    category_page,
    category_tree,
    children_page,
    possible_category,
    slugs_in,
)
from productwatch.catalog.selectors.choices import Choice
from productwatch.catalog.selectors.history import history
from productwatch.catalog.selectors.images import listed_images, product_image, product_images
from productwatch.catalog.selectors.product_types import (
    possible_product_type,
    product_type,
    product_type_page,
)
from productwatch.catalog.selectors.products import (
    any_product,
    any_product_now,
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
    slugs_of_type,
)

__all__ = [
    "Choice",
    "any_product",
    "any_product_now",
    "categories_below",
    "category",
    "category_now",
    "category_page",
    "category_tree",
    "changes_of_day",
    "children_page",
    "current_tag",
    "history",
    "listed_images",
    "possible",
    "possible_category",
    "possible_product_type",
    "product",
    "product_id",
    "product_ids",
    "product_image",
    "product_images",
    "product_names",
    "product_now",
    "product_page",
    "product_type",
    "product_type_page",
    "public_product_id",
    "slugs_in",
    "slugs_of_type",
]
