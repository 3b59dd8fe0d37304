"""The idempotency app."""

from django.apps import AppConfig


class Idempotency(AppConfig):
    name = "productwatch.idempotency"
    default_auto_field = "django.db.models.BigAutoField"
