"""Notifications as a Django app."""

from django.apps import AppConfig


class Notifications(AppConfig):
    name = "productwatch.notifications"
    label = "notifications"

    def ready(self) -> None:
        from productwatch.notifications import account_mails  # noqa: F401, PLC0415 - registers mails once models are there
