"""Runs Beat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from prometheus_client import REGISTRY

from productwatch.config.celery import app
from productwatch.config.collectors import DatabaseCollector
from productwatch.platform.metrics import serve_metrics


class Command(BaseCommand):
    help = "Wakes the sweeps each minute; of this process there is one. Metrics are on INTERNAL_PORT."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        REGISTRY.register(DatabaseCollector())
        serve_metrics(settings.INTERNAL_HOST, settings.INTERNAL_PORT)
        app.Beat(quiet=True, schedule="").run()
