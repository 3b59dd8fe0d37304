"""Images, as their processing left them; which ones a product shows, and how, is changed by the API."""

from django.contrib import admin
from django.db.models import Q

from productwatch.catalog.models import ProductImage
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


@admin.register(ProductImage)
class ProductImages(Records):
    reads = Permission.CATALOG_WRITE
    list_display = ("id", "product", "state", "reason", "width", "height", "bytes", "created_at", "removed_at")
    list_select_related = ("product",)
    narrowed_by = frozenset({"product"})
    search_fields = ("id",)
    search_help_text = "The id of an image or a product"
    ordering = ("id",)
    fields = (
        *("product", "state", "reason", "content_type", "width", "height", "bytes", "files", "attempts"),
        *("due_at", "created_at", "removed_at"),
    )

    def found_by(self, words: str) -> Q:
        return by_id(words, "id", "product_id")
