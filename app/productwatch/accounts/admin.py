"""What the admin shows of accounts: people, their sessions, their programs' keys, and what waits for mails."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.forms import CharField, HiddenInput
from django.http import HttpRequest

from productwatch.accounts.models import ApiKey, EmailChange, RefreshFamily, Registration, User
from productwatch.accounts.services import endings, keys, users
from productwatch.audit.actors import actor_of
from productwatch.platform.admin.acts import act
from productwatch.platform.admin.forms import RecordForm
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.permissions import Permission


class UserForm(RecordForm):
    version_column = "token_version"
    version = CharField(widget=HiddenInput, required=False)


@admin.register(User)
class Users(Records):
    """Changing one is audited by the services."""

    reads, writes = Permission.USERS_READ, Permission.USERS_WRITE
    is_noted = False
    form = UserForm
    list_display = ("email", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    search_fields = ("email",)
    search_help_text = "The beginning of an address, or an id"
    ordering = ("email",)
    fields = ("email", "role", "is_active", "created_at", "id", "version")
    readonly_fields = ("email", "created_at", "id")
    actions = ("activate", "deactivate", "sign_out")

    def acts_for(self, row: User) -> tuple[str, ...]:
        return ("deactivate", "sign_out") if row.is_active else ("activate",)

    def found_by(self, words: str) -> Q:
        return Q(email__startswith=words.lower()) | by_id(words, "id")

    def changed(self, request: HttpRequest, row: User, form: Any) -> None:
        given = {name: form.cleaned_data[name] for name in form.changed_data if name in {"role", "is_active"}}
        users.change(row.id, actor_of(request), only_if=form.only_if, **given)

    @act("Activate", "activated")
    def activate(self, request: HttpRequest, row: User) -> None:
        users.change(row.id, actor_of(request), is_active=True)

    @act("Deactivate", "deactivated")
    def deactivate(self, request: HttpRequest, row: User) -> None:
        users.change(row.id, actor_of(request), is_active=False)

    @act("Sign out everywhere", "signed out")
    def sign_out(self, request: HttpRequest, row: User) -> None:
        endings.end(RefreshFamily.objects.filter(user=row), endings.End.REVOKED, actor_of(request))


@admin.register(RefreshFamily)
class Sessions(Records):
    names = ("session", "sessions")
    reads, writes = Permission.USERS_READ, Permission.USERS_WRITE
    is_noted = False
    list_display = ("user", "device", "browser", "started_at", "ended_at", "ended_by")
    list_select_related = ("user",)
    narrowed_by = frozenset({"user"})
    search_fields = ("user",)
    search_help_text = "A whole address, or the id of a session or a user"
    ordering = ("id",)
    fields = list_display
    actions = ("revoke",)

    def found_by(self, words: str) -> Q:
        return Q(user__email=words.lower()) | by_id(words, "id", "user_id")

    @act("Revoke", "revoked")
    def revoke(self, request: HttpRequest, row: RefreshFamily) -> None:
        endings.end(RefreshFamily.objects.filter(id=row.id), endings.End.REVOKED, actor_of(request))


@admin.register(ApiKey)
class ApiKeys(Records):
    names = ("API key", "API keys")
    reads, writes = Permission.USERS_READ, Permission.USERS_WRITE
    is_noted = False
    list_display = ("start", "name", "user", "created_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("user",)
    narrowed_by = frozenset({"user"})
    search_fields = ("start",)
    search_help_text = "The beginning of a key, a whole address, or an id"
    ordering = ("start",)
    fields = ("start", "name", "user", "scopes", "created_at", "expires_at", "used_at", "revoked_at")
    actions = ("revoke",)

    def found_by(self, words: str) -> Q:
        return Q(start__startswith=words[:11]) | Q(user__email=words.lower()) | by_id(words, "id", "user_id")

    @act("Revoke", "revoked")
    def revoke(self, request: HttpRequest, row: ApiKey) -> None:
        keys.revoke_key(row.user_id, row.id, actor_of(request))


@admin.register(Registration)
class Registrations(Records):
    """Wishes that wait for who reads the address's mail; nobody changes one, and its password's hash is not shown."""

    reads = Permission.USERS_READ
    list_display = ("email", "created_at")
    search_fields = ("email",)
    search_help_text = "The beginning of an address, or an id"
    ordering = ("email", "id")
    fields = ("email", "created_at", "id")

    def found_by(self, words: str) -> Q:
        return Q(email__startswith=words.lower()) | by_id(words, "id")


@admin.register(EmailChange)
class EmailChanges(Records):
    """Changes of addresses that wait for both ends."""

    names = ("change of address", "changes of addresses")
    reads = Permission.USERS_READ
    list_display = ("user", "email", "agreed_at", "proved_at", "created_at")
    list_select_related = ("user",)
    search_fields = ("user",)
    search_help_text = "A whole address, the present or the other one, or an id"
    ordering = ("id",)
    fields = list_display

    def found_by(self, words: str) -> Q:
        return Q(user__email=words.lower()) | Q(email=words.lower()) | by_id(words, "id", "user_id")
