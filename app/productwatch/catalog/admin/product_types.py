"""Product types: their attributes are changed by the service, which refuses what a product would not fit any more."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from productwatch.catalog.admin.forms import ProductTypeForm
from productwatch.catalog.models import ProductType
from productwatch.catalog.services import product_types
from productwatch.catalog.slugs import slug_of
from productwatch.platform.admin.records import Records
from productwatch.platform.permissions import Permission


@admin.register(ProductType)
class ProductTypes(Records):
    reads = writes = Permission.CATALOG_WRITE
    form = ProductTypeForm
    list_display = ("name", "slug", "codes")
    search_fields = ("name",)
    search_help_text = "The beginning of a slug"
    ordering = ("slug",)
    fields = (("name", "slug"), "attributes", "version")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Its slug never changes."""
        return ("slug",) if obj else ()

    def found_by(self, words: str) -> Q:
        return Q(slug__startswith=slug_of(words)) | Q(slug=words)

    def added(self, request: HttpRequest, form: Any) -> int:
        return ProductType.objects.values_list("id", flat=True).get(slug=product_types.create(form.given()))

    def changed(self, request: HttpRequest, row: ProductType, form: Any) -> None:
        product_types.change(row.slug, form.given(), only_if=form.only_if)

    def removed(self, request: HttpRequest, row: ProductType) -> None:
        product_types.remove(row.slug)

    @admin.display(description="Attributes")
    def codes(self, row: ProductType) -> str:
        return ", ".join(attribute["code"] for attribute in row.attributes) or "–"
