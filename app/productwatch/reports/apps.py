"""Reports as a Django app."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "productwatch.reports"
    label = "reports"

    def ready(self) -> None:
        from productwatch.reports import mails  # noqa: F401, PLC0415 - registers the report's mail once models are there
