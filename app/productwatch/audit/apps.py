"""The audit app."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "productwatch.audit"
    default_auto_field = "django.db.models.BigAutoField"
