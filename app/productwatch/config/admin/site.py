"""The site itself."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from unfold.sites import UnfoldAdminSite

from productwatch.audit.actors import actor_of
from productwatch.audit.services import Subject, record
from productwatch.config.admin import analytics, dashboard, signing_in
from productwatch.config.admin.frame import View, framed, session_of
from productwatch.config.admin.queues import queues
from productwatch.platform.admin.records import may
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission
from productwatch.visits import selectors as visits

_NOT_HERE = frozenset({"password_change", "password_change_done", "search", "view_on_site"})
"""Pages of Django's and Unfold's that ours has no use for."""


class Site(UnfoldAdminSite):  # type: ignore[misc]  # the library ships no types
    site_title = "Product Watch"
    index_title = "Dashboard"
    index_template = "admin/dashboard.html"
    final_catch_all_view = True
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return session_of(request) is not None

    def get_urls(self) -> list[Any]:
        return [found for found in super().get_urls() if getattr(found, "name", None) not in _NOT_HERE]

    def extra_urls(self) -> list[URLPattern]:
        """Of Unfold: pages beside those of the models."""
        return [
            path("queues/", self.admin_view(self.queues), name="queues"),
            path("analytics/", self.admin_view(self.analytics), name="analytics"),
            path("analytics/recent", self.admin_view(self.recent), name="analytics-recent"),
        ]

    def queues(self, request: HttpRequest) -> HttpResponse:
        if not may(request, Permission.ADMIN):
            raise PermissionDenied
        context = {**self.each_context(request), "title": "Queues", "found": queues()}
        return TemplateResponse(request, "admin/queues.html", context)

    def analytics(self, request: HttpRequest) -> HttpResponse:
        if not may(request, Permission.ANALYTICS_READ):
            raise PermissionDenied
        context = {**self.each_context(request), "title": "Analytics", **analytics.shown(request)}
        return TemplateResponse(request, "admin/analytics.html", context)

    def recent(self, request: HttpRequest) -> HttpResponse:
        if not may(request, Permission.ANALYTICS_READ):
            raise PermissionDenied
        return private_json(visits.last_minutes())

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return framed(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        def page(request: HttpRequest) -> HttpResponse:
            context = {**self.each_context(request), "title": "Sign in", **(extra_context or {})}
            return signing_in.sign_in(request, context)

        return framed(never_cache(csrf_protect(page)))(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return signing_in.sign_out(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        found: HttpResponse = super().index(request, dashboard.shown(request) | (extra_context or {}))
        return found

    def get_log_entries(self, request: HttpRequest) -> Any:
        """Django's own log is not kept: the audit log is."""
        return ()

    def note(self, request: HttpRequest, done: str, row: models.Model, **details: str) -> None:
        """In the audit log, in the transaction of what was done."""
        kind, key = str(row._meta.model_name), row.pk
        subject = Subject(kind[:20], key if isinstance(key, UUID) else None)
        record(f"admin-{done}", actor_of(request), subject, row=str(row)[:200], **details)
