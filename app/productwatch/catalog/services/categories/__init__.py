"""What one does with a category; and trees of them from files."""

from productwatch.catalog.services.categories.writing import change, create, ensure, remove

__all__ = ["change", "create", "ensure", "remove"]
