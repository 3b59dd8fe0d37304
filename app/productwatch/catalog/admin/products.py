"""Products: listed, changed, archived and brought back by the services, each with its history."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from unfold.widgets import UnfoldAdminSelectWidget

from productwatch.catalog.admin.forms import ProductForm
from productwatch.catalog.admin.history import history_page
from productwatch.catalog.models import Product, Status
from productwatch.catalog.services import products
from productwatch.catalog.slugs import slug_of
from productwatch.platform.admin.acts import act
from productwatch.platform.admin.records import Records, by_id, user_id
from productwatch.platform.permissions import Permission

STAGES = [(stage.value, stage.label) for stage in Status if stage != Status.ARCHIVED]


class ByStatus(admin.SimpleListFilter):
    """The published ones unless told: of each status there is an index."""

    title = parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in Status if status != Status.PUBLISHED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class Staged(ProductForm):
    stage = ChoiceField(label="Status", choices=STAGES, widget=UnfoldAdminSelectWidget, initial=Status.PUBLISHED)


@admin.register(Product)
class Products(Records):
    reads = writes = Permission.CATALOG_WRITE
    form = Staged
    list_display = ("name", "slug", "priced", "category", "stock", "status", "updated_at")
    list_select_related = ("category",)
    list_filter = (ByStatus,)
    narrowed_by = frozenset({"category", "type", "brand"})
    search_fields = ("name",)
    search_help_text = "The beginning of a name, a whole stock-keeping unit, or an id"
    ordering = ("slug",)
    autocomplete_fields = ("category", "type")
    fieldsets = (
        (None, {"fields": (("name", "slug"), "description", ("amount", "currency"), ("stock", "sku"), "version")}),
        ("Place", {"fields": (("category", "brand"), "tags")}),
        ("Type", {"fields": ("type", "attributes")}),
        ("Picture", {"fields": (("image_url", "image_alt"),)}),
        ("Time", {"fields": ("stage", ("publish_from", "publish_until"))}),
    )
    actions = ("publish", "archive", "restore")
    has_history = True

    def acts_for(self, row: Product) -> tuple[str, ...]:
        if row.status == Status.ARCHIVED:
            return ("restore",)
        return ("archive",) if row.status == Status.PUBLISHED else ("publish", "archive")

    def found_by(self, words: str) -> Q:
        begins = Q(slug__startswith=slug_of(words)) if slug_of(words) else Q(pk__in=())
        return begins | Q(sku=words) | by_id(words, "id")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An archived product is looked at; restored, it is changed again."""
        is_archived = isinstance(obj, Product) and obj.archived_at is not None
        return super().has_change_permission(request, obj) and not is_archived

    def added(self, request: HttpRequest, form: Any) -> UUID:
        slug = products.create(form.given(), by=user_id(request))
        return Product.objects.values_list("id", flat=True).get(slug=slug)

    def changed(self, request: HttpRequest, row: Product, form: Any) -> None:
        products.change(row.slug, form.given(), by=user_id(request), only_if=form.only_if)

    @admin.display(description="Price")
    def priced(self, row: Product) -> str:
        return f"{row.price.as_json()['amount']} {row.currency}"

    @act("Publish", "published")
    def publish(self, request: HttpRequest, row: Product) -> None:
        products.change(row.slug, {"status": Status.PUBLISHED, "publish_from": None}, by=user_id(request))

    @act("Archive", "archived")
    def archive(self, request: HttpRequest, row: Product) -> None:
        products.archive(row.slug, by=user_id(request))

    @act("Restore", "restored")
    def restore(self, request: HttpRequest, row: Product) -> None:
        products.restore(row.slug, by=user_id(request))

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return history_page(self, request, object_id)
