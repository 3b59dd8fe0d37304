"""What the admin shows of the audit log, which nobody changes."""

from django.contrib import admin
from django.db.models import Q

from productwatch.audit.models import Entry
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


@admin.register(Entry)
class Entries(Records):
    names = ("audit entry", "audit log")
    reads = Permission.AUDIT_READ
    list_display = ("at", "act", "actor", "subject", "told")
    list_filter = ("at",)
    narrowed_by = frozenset({"act", "actor_id", "subject_id"})
    search_fields = ("act",)
    search_help_text = "An act such as sign-in, or the id of who acted or was acted on"
    ordering = ("-at", "-id")
    fields = ("at", "act", "actor", "subject", "told", "address_hash")

    def found_by(self, words: str) -> Q:
        return Q(act=words.lower()) | by_id(words, "actor_id", "subject_id")

    @admin.display(description="Who")
    def actor(self, row: Entry) -> str:
        return _party(row.actor_kind, row.actor_id)

    @admin.display(description="To what")
    def subject(self, row: Entry) -> str:
        return _party(row.subject_kind, row.subject_id)

    @admin.display(description="Details")
    def told(self, row: Entry) -> str:
        return ", ".join(f"{name}: {value}" for name, value in row.details.items()) or "–"

    @admin.display(description="Address, as a keyed hash")
    def address_hash(self, row: Entry) -> str:
        return bytes(row.address).hex() if row.address else "–"


def _party(kind: str, key: object) -> str:
    return f"{kind} {key}" if key else kind
