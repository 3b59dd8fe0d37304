"""All that became of products, the newest first."""

from django.contrib import admin
from django.db.models import Q
from django.template.loader import render_to_string

from productwatch.catalog.admin.differences import differences
from productwatch.catalog.models import ProductVersion
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


@admin.register(ProductVersion)
class ProductVersions(Records):
    reads = Permission.CATALOG_WRITE
    list_display = ("at", "product", "number", "kind", "what", "by")
    list_select_related = ("product", "by")
    list_filter = ("at",)
    narrowed_by = frozenset({"product"})
    search_fields = ("product",)
    search_help_text = "A whole slug, or the id of a product"
    ordering = ("-at", "-id")
    fields = ("product", "number", "kind", "at", "by", "undoes", "changes")

    def found_by(self, words: str) -> Q:
        return Q(product__slug=words) | by_id(words, "product_id")

    @admin.display(description="What")
    def what(self, row: ProductVersion) -> str:
        return ", ".join(sorted(row.diff)) or "–"

    @admin.display(description="Changes")
    def changes(self, row: ProductVersion) -> str:
        return render_to_string("admin/differences.html", {"differences": differences(row.diff)})
