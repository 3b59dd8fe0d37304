"""What the admin shows of mails: what was told, to whom, and how far it came."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from productwatch.notifications.machine import State
from productwatch.notifications.models import Delivery, Follow, Message
from productwatch.notifications.services import resend
from productwatch.platform.admin.acts import act
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


class ByState(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.value.capitalize()) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Delivery)
class Deliveries(Records):
    names = ("delivery", "deliveries")
    reads, writes = Permission.DELIVERIES_READ, Permission.ADMIN
    list_display = ("created_at", "kind", "address", "state", "reason", "attempts", "sent_at")
    list_select_related = ("message",)
    list_filter = (ByState,)
    search_fields = ("address",)
    search_help_text = "A whole address, or an id"
    ordering = ("-created_at", "-id")
    fields = (
        *("message", "recipient", "address", "channel", "why", "state", "reason", "attempts", "next_attempt_at"),
        *("provider_message_id", "created_at", "updated_at", "sent_at"),
    )
    actions = ("resend",)

    def found_by(self, words: str) -> Q:
        return Q(address=words.lower()) | by_id(words, "id")

    @admin.display(description="Kind")
    def kind(self, row: Delivery) -> str:
        return row.message.kind

    @act("Send again", "queued again")
    def resend(self, request: HttpRequest, row: Delivery) -> None:
        resend(row.id)


@admin.register(Message)
class Messages(Records):
    reads = Permission.ADMIN
    list_display = ("source", "kind", "created_at")
    search_fields = ("source",)
    search_help_text = "The beginning of what caused it, such as event:… or report:…"
    ordering = ("source",)
    fields = ("source", "kind", "context", "created_at")

    def found_by(self, words: str) -> Q:
        return Q(source__startswith=words)


@admin.register(Follow)
class Follows(Records):
    reads = Permission.ADMIN
    list_display = ("user_id", "product_id", "created_at")
    search_fields = ("user_id",)
    search_help_text = "The id of a user or a product"
    ordering = ("-id",)
    fields = list_display

    def found_by(self, words: str) -> Q:
        return by_id(words, "user_id", "product_id")
