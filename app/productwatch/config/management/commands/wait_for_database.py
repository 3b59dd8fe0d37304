"""Waits for the database; every pod's first step."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.config import migrations_state as state


class Command(BaseCommand):
    help = "Waits until the database answers and, with --migrated, until every migration has been applied."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--migrated", action="store_true")
        parser.add_argument("--timeout", type=float, default=600, help="seconds")

    def handle(self, *_arguments: Any, migrated: bool, timeout: float, **_options: Any) -> None:
        deadline, told = time.monotonic() + timeout, ""
        while missing := state.missing(migrated=migrated):
            if time.monotonic() > deadline:
                raise CommandError(f"gave up after {timeout:.0f} s: waiting for {missing}")
            if missing != told:
                self.stdout.write(f"waiting for {missing}")
                told = missing
            time.sleep(0.5)
        self.stdout.write("the database is ready")
