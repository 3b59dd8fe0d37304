"""Runs the flusher."""

import gc
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from productwatch.platform.metrics import serve_metrics
from productwatch.visits.services.flusher import Flusher


class Command(BaseCommand):
    help = "Brings visits from the stream to Postgres until it is told to stop; metrics are on INTERNAL_PORT."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        flusher = Flusher()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: flusher.stopping.set())
        serve_metrics(settings.INTERNAL_HOST, settings.INTERNAL_PORT)
        gc.freeze()  # else each collection looks once more at all that was loaded: a fifth of the time of a full batch
        flusher.run()
