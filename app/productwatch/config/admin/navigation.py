"""The way around: what somebody may not see is not offered."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst

from productwatch.platform.admin.records import may
from productwatch.platform.permissions import Permission

Item = dict[str, Any]

# Groups by their names: a model's label, and the symbol that stands before it.
_GROUPS: dict[str, dict[str, str]] = {
    "Catalog": {
        "catalog.Product": "inventory_2",
        "catalog.Category": "account_tree",
        "catalog.ProductType": "schema",
        "catalog.ProductImage": "image",
        "catalog.ProductVersion": "history",
        "catalog.ImportJob": "upload_file",
        "catalog.ExportJob": "download",
    },
    "Mail and reports": {
        "notifications.Delivery": "outgoing_mail",
        "notifications.Message": "mail",
        "notifications.Follow": "notifications",
        "reports.Report": "summarize",
    },
    "Accounts": {
        "accounts.User": "group",
        "accounts.RefreshFamily": "devices",
        "accounts.ApiKey": "key",
        "accounts.Registration": "person_add",
        "accounts.EmailChange": "alternate_email",
    },
    "Works": {
        "audit.Entry": "policy",
        "events.Event": "bolt",
        "django_celery_beat.PeriodicTask": "schedule",
    },
}


def groups(request: HttpRequest) -> list[Item]:
    found: list[Item] = [{"title": None, "items": [_item("Dashboard", "dashboard", reverse("admin:index"))]}]
    if may(request, Permission.ANALYTICS_READ):
        found[0]["items"].append(_item("Analytics", "monitoring", reverse("admin:analytics")))
    if may(request, Permission.ADMIN):
        found[0]["items"].append(_item("Queues", "queue", reverse("admin:queues")))
    for title, symbols in _GROUPS.items():
        items = list(filter(None, (_listed(request, label, symbol) for label, symbol in symbols.items())))
        if items:
            found.append({"title": title, "separator": True, "items": items})
    return found


def style(request: HttpRequest) -> str:  # Unfold's signature
    return static("pages/admin.css")


def of_account(request: HttpRequest) -> list[Item]:
    """Unfold would offer its own page to change one's password, which goes around the services: ours is by mail."""
    return [
        {"title": "Choose another password", "link": "/account/forgotten"},
        {"title": "API documentation", "link": "/api/docs"},
    ]


def _listed(request: HttpRequest, label: str, symbol: str) -> Item | None:
    model = next((model for model in admin.site._registry if model._meta.label == label), None)
    if model is None or not admin.site._registry[model].has_module_permission(request):
        return None
    meta = model._meta
    link = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return _item(capfirst(str(meta.verbose_name_plural)), symbol, link)


def _item(title: str, symbol: str, link: str) -> Item:
    return {"title": title, "icon": symbol, "link": link}
