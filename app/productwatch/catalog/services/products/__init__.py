"""What one does with a product."""

from productwatch.catalog.services.products.writing import archive, change, create, restore, slug_after

__all__ = ["archive", "change", "create", "restore", "slug_after"]
