"""What the admin shows of reports."""

from django.contrib import admin

from productwatch.platform.admin.records import Records
from productwatch.platform.permissions import Permission
from productwatch.reports.models import Report


@admin.register(Report)
class Reports(Records):
    reads = Permission.ADMIN
    list_display = ("day", "zone", "attempts", "made_at", "mailed_at")
    ordering = ("-day",)
    fields = ("kind", "day", "zone", "figures", "attempts", "created_at", "made_at", "mailed_at")
