"""The events app."""

from django.apps import AppConfig


class Events(AppConfig):
    name = "productwatch.events"
    default_auto_field = "django.db.models.BigAutoField"
