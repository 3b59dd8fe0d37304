"""What the admin shows of the catalog."""

from productwatch.catalog.admin import categories, images, jobs, product_types, products, versions

__all__ = ["categories", "images", "jobs", "product_types", "products", "versions"]
