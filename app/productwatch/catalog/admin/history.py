"""What became of a product, each change field by field, and taking one back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from productwatch.accounts import selectors as accounts
from productwatch.catalog.admin.differences import differences
from productwatch.catalog.models import Product, ProductVersion
from productwatch.catalog.services.products import undoing
from productwatch.platform.admin.records import by_id, user_id
from productwatch.platform.problems import Problem

SHOWN = 50
"""Versions of a page; `before` in its address leads to earlier ones."""


def history_page(records: Any, request: HttpRequest, key: str) -> HttpResponse:
    product = Product.objects.filter(by_id(key, "id")).first()
    if product is None:
        raise Http404
    if not records.has_view_permission(request, product):
        raise PermissionDenied
    if request.method == "POST":
        return _undone(records, request, product)
    versions = _versions(product, request.GET.get("before", ""))
    context = {
        **records.admin_site.each_context(request),
        "title": "History",
        "subtitle": product.name,
        "opts": records.opts,
        "original": product,
        "versions": _shown(versions[:SHOWN]),
        "before": versions[SHOWN - 1].number if len(versions) > SHOWN else None,
        "can_undo": records.has_change_permission(request, product),
    }
    return TemplateResponse(request, "admin/history.html", context)


def _versions(product: Product, before: str) -> list[ProductVersion]:
    found = product.versions.order_by("-number")
    if before.isascii() and before.isdecimal() and len(before) < 10:
        found = found.filter(number__lt=int(before))
    return list(found[: SHOWN + 1])


def _shown(versions: list[ProductVersion]) -> list[dict[str, Any]]:
    emails = accounts.emails(version.by_id for version in versions if version.by_id)
    return [
        {
            "version": version,
            "differences": differences(version.diff),
            "by": version.by_id and emails.get(version.by_id),
        }
        for version in versions
    ]


def _undone(records: Any, request: HttpRequest, product: Product) -> HttpResponse:
    if not records.has_change_permission(request, product):
        raise PermissionDenied
    number = request.POST.get("undo", "")
    try:
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise Http404
        undoing.undo(product.slug, int(number), by=user_id(request))
    except Problem as refusal:
        records.message_user(request, refusal.detail, messages.ERROR)
    else:
        records.note_act(request, "undone", product)
        records.message_user(request, f"Version {number} was taken back.", messages.SUCCESS)
    return HttpResponseRedirect(request.path)
