"""What one does with a product type, and how products are held to theirs."""

from productwatch.catalog.services.product_types.writing import change, create, remove

__all__ = ["change", "create", "remove"]
