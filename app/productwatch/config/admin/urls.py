"""The admin's addresses; importing this registers what every domain shows."""

from importlib import import_module
from typing import Any

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

PARTS = (
    "productwatch.accounts.admin",
    "productwatch.audit.admin",
    "productwatch.catalog.admin",
    "productwatch.events.admin",
    "productwatch.notifications.admin",
    "productwatch.reports.admin",
    "productwatch.config.admin.beat",
)
for part in PARTS:
    import_module(part)

urlpatterns: list[Any] = [
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
]
