"""Runs the process that tells of visits while they happen."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from productwatch.config import telemetry
from productwatch.config.live.server import serve
from productwatch.platform.metrics import serve_metrics


class Command(BaseCommand):
    help = "Streams visits to those who listen until it is told to stop; metrics are on INTERNAL_PORT."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8001)

    def handle(self, *_arguments: Any, **options: Any) -> None:
        telemetry.start("live")
        serve_metrics(settings.INTERNAL_HOST, settings.INTERNAL_PORT)
        asyncio.run(serve(options["host"], options["port"], settings.LIVE_CONNECTIONS))
