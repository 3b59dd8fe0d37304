"""Beat's entries, which the code makes: to be seen, and changed by a release alone."""

from django.contrib import admin
from django.db.models import Q
from django_celery_beat.models import PeriodicTask

from productwatch.platform.admin.records import Records
from productwatch.platform.permissions import Permission


@admin.register(PeriodicTask)
class PeriodicTasks(Records):
    reads = Permission.ADMIN
    list_display = ("name", "when", "last_run_at", "total_run_count", "enabled")
    list_filter = ("enabled",)
    search_fields = ("name",)
    search_help_text = "The beginning of a name"
    ordering = ("name",)
    list_select_related = ("crontab", "interval")
    fields = ("name", "task", "when", "last_run_at", "total_run_count", "enabled")

    def found_by(self, words: str) -> Q:
        return Q(name__startswith=words)

    @admin.display(description="When")
    def when(self, row: PeriodicTask) -> str:
        return str(row.crontab or row.interval)
