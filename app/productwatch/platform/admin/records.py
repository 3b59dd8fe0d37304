"""The one shape of all lists and forms of the admin."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol, cast
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from productwatch.platform.admin.forms import RecordForm
from productwatch.platform.admin.paging import BoundedPaginator
from productwatch.platform.auth import principal_of
from productwatch.platform.permissions import Permission
from productwatch.platform.problems import Problem

LONGEST_SEARCH = 200
"""Characters."""

NO_ROWS = models.Q(pk__in=())


class Noting(Protocol):
    """A site that writes down what was done."""

    def note(self, request: HttpRequest, done: str, row: models.Model, **details: str) -> None: ...


class Records(ModelAdmin):  # type: ignore[misc]  # the library ships no types
    """Rows that `reads` permits to see. Nobody changes them unless `writes` says who, and then through the services.

    A subclass that writes has `added`, `changed` or `removed`, each of which calls a service; what the service refuses
    stands in the form, which keeps all that was typed.
    """

    reads: ClassVar[Permission]
    writes: ClassVar[Permission | None] = None
    names: ClassVar[tuple[str, str] | None] = None
    """What one row and several are called, where the model's name does not do."""

    is_noted: ClassVar[bool] = True
    """Whether what is done here is to be noted: some services do so themselves."""

    form = RecordForm
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    list_disable_select_all = True
    actions: ClassVar[Sequence[Any]] = ()
    actions_selection_counter = False
    sortable_by: Sequence[str] = ()
    narrowed_by: ClassVar[frozenset[str]] = frozenset()
    """Columns that an address may narrow a list by, besides the filters that are offered."""

    has_history: ClassVar[bool] = False
    change_form_outer_before_template = "admin/acts.html"

    def __init__(self, model: type[models.Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        if self.names:
            self.opts.verbose_name, self.opts.verbose_name_plural = self.names

    def acts_for(self, row: Any) -> Sequence[str]:
        """Those of `actions` that a row's own page offers."""
        return self.actions

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.reads)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may(request, self.reads)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return hasattr(self, "added") and may(request, self.writes)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return hasattr(self, "changed") and may(request, self.writes)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return hasattr(self, "removed") and may(request, self.writes)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Of actions, which name it."""
        return may(request, self.writes)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Nothing but that: else whoever sees a list could ask for what it does not show, letter by letter."""
        offered = {one if isinstance(one, str) else one[0] for one in self.list_filter if not isinstance(one, type)}
        return lookup.partition("__")[0] in offered | self.narrowed_by

    def found_by(self, words: str) -> models.Q:
        """Which rows are meant: by an index, as the table may be long."""
        raise NotImplementedError

    def get_search_results(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        search_term: str,
    ) -> tuple[models.QuerySet[Any], bool]:
        words = search_term.strip()[:LONGEST_SEARCH]
        return (queryset.filter(self.found_by(words)) if words and self.search_fields else queryset), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        if options.get("change"):
            acts = self.get_actions(request)
            offered = [name for name in self.acts_for(options.get("obj")) if name in acts]
            context["acts"] = [{"name": name, "label": acts[name][2]} for name in offered]
            context["show_history"] = self.has_history
        return cast("HttpResponse", super().render_change_form(request, context, **options))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What a service refuses has rolled back, and the form is shown once more, with the refusal in it."""
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except Problem as refusal:
            RecordForm.refuse(request, refusal)
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        return cast("HttpResponse", answer)

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **options: Any,
    ) -> "type[ModelForm[Any]]":
        if options.get("fields"):
            options["fields"] = [name for name in options["fields"] if name not in self.form.declared_fields]
        form: type[ModelForm[Any]] = super().get_form(request, obj, change=change, **options)
        form.request = request  # type: ignore[attr-defined]  # a class that Django has just made for this request
        return form

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        """Never saves: it is the service that does."""
        if change:
            self.changed(request, obj, form)
        else:
            obj.pk = self.added(request, form)
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is saved beside what the service has written."""

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.removed(request, obj)

    def get_deleted_objects(self, objs: Iterable[models.Model], request: HttpRequest) -> Any:
        """The service knows what hangs on a row; Django would read it all to find out."""
        return [str(row) for row in objs], {}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            answer = super().delete_view(request, object_id, extra_context)
        except Problem as refusal:
            self.message_user(request, refusal.detail, messages.ERROR)
            answer = self.response_post_save_change(request, None)
        return cast("HttpResponse", answer)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        self._note(request, "added", obj)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        self._note(request, "changed", obj)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[models.Model]) -> None:
        for row in queryset:
            self._note(request, "removed", row)

    def note_act(self, request: HttpRequest, done: str, row: models.Model) -> None:
        self._note(request, done.replace(" ", "-"), row)

    def _note(self, request: HttpRequest, done: str, row: models.Model) -> None:
        if self.is_noted:
            cast("Noting", self.admin_site).note(request, done, row)


def by_id(words: str, *columns: str) -> models.Q:
    """Rows of that id in any of the columns; none where it is no id."""
    try:
        wanted = UUID(words)
    except ValueError:
        return NO_ROWS
    return models.Q.create([(column, wanted) for column in columns], connector=models.Q.OR)


def may(request: HttpRequest, permission: Permission | None) -> bool:
    principal = principal_of(request)
    return principal is not None and permission is not None and principal.may(permission)


def user_id(request: HttpRequest) -> UUID:
    """Of who is let in."""
    principal = principal_of(request)
    if principal is None:
        raise LookupError("nobody is signed in")
    return principal.user_id
