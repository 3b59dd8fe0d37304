"""What the admin shows of the outbox."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from productwatch.events.models import Event
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


class Handled(admin.SimpleListFilter):
    """Those that wait, unless the others are asked for: each has an index of its own."""

    title = parameter_name = "handled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(handled_at__isnull=self.value() != "yes")


@admin.register(Event)
class Events(Records):
    reads = Permission.ADMIN
    list_display = ("kind", "subject", "created_at", "due_at", "attempts", "handled_at")
    list_filter = (Handled,)
    search_fields = ("id",)
    search_help_text = "An event's id"
    fields = ("id", "kind", "subject", "payload", "created_at", "later", "due_at", "attempts", "handled_at")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-handled_at",) if request.GET.get(Handled.parameter_name) == "yes" else ("later", "due_at")

    def found_by(self, words: str) -> Q:
        return by_id(words, "id")
