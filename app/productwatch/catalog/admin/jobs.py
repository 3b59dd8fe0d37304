"""Imports and exports of product files: how far they came, and ending one."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from productwatch.catalog.models import ExportJob, ImportJob
from productwatch.platform.admin.acts import act
from productwatch.platform.admin.records import Records, by_id
from productwatch.platform.jobs.turns import cancel
from productwatch.platform.permissions import Permission

_PLAIN = ("id", "state", "form", "by", "reason", "failures", "created_at", "started_at", "finished_at")


class Jobs(Records):
    reads = writes = Permission.CATALOG_WRITE
    list_display = ("created_at", "state", "form", "by", "done", "finished_at")
    list_select_related = ("by",)
    search_fields = ("id",)
    search_help_text = "A job's id"
    ordering = ("-created_at", "-id")
    actions = ("end",)

    def found_by(self, words: str) -> Q:
        return by_id(words, "id")

    @act("Cancel", "cancelled")
    def end(self, request: HttpRequest, row: ImportJob | ExportJob) -> None:
        cancel(type(row).objects, row.id)


@admin.register(ImportJob)
class ImportJobs(Jobs):
    fields = (
        *(*_PLAIN, "dry_run", "stops", "header", "total", "done"),
        *("created", "changed", "unchanged", "archived", "failed"),
    )


@admin.register(ExportJob)
class ExportJobs(Jobs):
    fields = (*_PLAIN, "choice", "done", "size")
