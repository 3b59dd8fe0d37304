"""The catalog app."""

from django.apps import AppConfig


class Catalog(AppConfig):
    name = "productwatch.catalog"
    default_auto_field = "django.db.models.BigAutoField"
