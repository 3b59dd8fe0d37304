"""What is done to rows at a click: each by its service and in its own transaction, and what is refused is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from productwatch.platform.problems import Problem

MOST = 100
"""Rows of one click."""

BACK = "_back"
"""In a form of one row's own page, which is shown again."""

Act = Callable[[Any, HttpRequest, Any], None]


def act(label: str, done: str) -> Callable[[Act], Any]:
    """Makes an action of a method that does it to one row; `done` is how that is told, and noted."""

    def decorate(method: Act) -> Any:
        @admin.action(description=label, permissions=["act"])
        @wraps(method)
        def run(self: Any, request: HttpRequest, rows: models.QuerySet[Any]) -> HttpResponse | None:
            chosen = list(rows[:MOST])
            refused = [refusal for row in chosen if (refusal := _refusal(self, request, method, row, done))]
            for refusal in dict.fromkeys(refused):
                self.message_user(request, refusal, messages.ERROR)
            if len(chosen) > len(refused):
                self.message_user(request, f"{len(chosen) - len(refused)} {done}.", messages.SUCCESS)
            return _back(request, chosen[0]) if BACK in request.POST and len(chosen) == 1 else None

        return run

    return decorate


def _refusal(self: Any, request: HttpRequest, method: Act, row: models.Model, done: str) -> str | None:
    try:
        with transaction.atomic():
            method(self, request, row)
            self.note_act(request, done, row)
    except Problem as refusal:
        return f"{row}: {refusal.detail}"
    return None


def _back(request: HttpRequest, row: models.Model) -> HttpResponse:
    meta = row._meta
    return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(row.pk,)))
