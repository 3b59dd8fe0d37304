"""The privacy app."""

from django.apps import AppConfig


class Privacy(AppConfig):
    name = "productwatch.privacy"
    default_auto_field = "django.db.models.BigAutoField"
