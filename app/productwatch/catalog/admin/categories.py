"""Categories: changed, moved and removed by the services."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from productwatch.catalog.admin.forms import CategoryForm
from productwatch.catalog.models import Category
from productwatch.catalog.services import categories
from productwatch.catalog.slugs import slug_of
from productwatch.platform.admin.records import Records
from productwatch.platform.permissions import Permission


@admin.register(Category)
class Categories(Records):
    names = ("category", "categories")
    reads = writes = Permission.CATALOG_WRITE
    form = CategoryForm
    list_display = ("name", "slug", "way", "position")
    search_fields = ("name",)
    search_help_text = "The beginning of a name or of a slug"
    ordering = ("slug",)
    autocomplete_fields = ("parent",)
    fields = (("name", "slug"), "parent", ("icon", "colour"), "position", "version")

    def found_by(self, words: str) -> Q:
        return Q(slug__startswith=slug_of(words)) | Q(slug=words)

    def added(self, request: HttpRequest, form: Any) -> int:
        return Category.objects.values_list("id", flat=True).get(slug=categories.create(form.given()))

    def changed(self, request: HttpRequest, row: Category, form: Any) -> None:
        categories.change(row.slug, form.given(), only_if=form.only_if)

    def removed(self, request: HttpRequest, row: Category) -> None:
        categories.remove(row.slug)

    @admin.display(description="Lies in")
    def way(self, row: Category) -> str:
        return " › ".join(step["name"] for step in row.trail[:-1]) or "–"
