"""The accounts app."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "productwatch.accounts"
    default_auto_field = "django.db.models.BigAutoField"
