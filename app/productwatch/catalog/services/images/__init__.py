"""What one does with the images of a product, from the upload to what is shown."""

from productwatch.catalog.services.images.writing import add, change, remove, reorder

__all__ = ["add", "change", "remove", "reorder"]
