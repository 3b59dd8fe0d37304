"""`manage.py poisoned_visits`: what the flusher has set aside."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.platform.redis import RedisAway
from productwatch.visits import poison

LONGEST = 120
"""Bytes of an entry that are shown."""


class Command(BaseCommand):
    help = "Shows entries of the stream that are no visits, or that Postgres refuses, with the reason."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="put them back into the stream")

    def handle(self, *_arguments: Any, again: bool, **_options: Any) -> None:
        try:
            if again:
                self.stdout.write(f"{poison.try_again()} put back")
            else:
                self._show()
        except RedisAway:
            raise CommandError("Redis does not answer") from None

    def _show(self) -> None:
        reasons: Counter[str] = Counter()
        for found in poison.all_of_it():
            reasons[found.reason] += 1
            self.stdout.write(f"{found.at:%Y-%m-%d %H:%M:%S} {found.reason} {found.packed[:LONGEST]!r}")
        self.stdout.write(", ".join(f"{count} {reason}" for reason, count in reasons.items()) or "none")
