"""`manage.py backfill_visits access.log.gz`: the visits of the past, from a file."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.redis import RedisAway
from productwatch.visits.services.backfill import access_log, files
from productwatch.visits.services.backfill.filling import BAD, SENT, Backfill

EACH = 2.0
"""Seconds between two lines of progress."""


class Command(BaseCommand):
    help = (
        "Counts the visits that a file tells of: a web server's access log in the combined format, or lines of JSON, "
        "packed by gzip or not. Broken off, it goes on where it was; a second time it changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="its path; - is standard input")
        parser.add_argument("--path", default=access_log.OWN_PATH, help="of a product's page in an access log")

    def handle(self, *_arguments: Any, file: str, path: str, **_options: Any) -> None:
        self._told = monotonic()
        try:
            backfill = Backfill(access_log.parser(path), self._refuse)
            with files.opened(file) as opened:
                backfill.run(self._watched(opened, backfill))
        except ValueError as fault:
            raise CommandError(str(fault)) from None
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror or fault}") from None
        except (RedisAway, *DATABASE_AWAY):
            raise CommandError("Redis or Postgres does not answer; begin again when they do") from None
        self._sum_up(backfill)

    def _watched(self, opened: files.Lines, backfill: Backfill) -> Any:
        """Its lines, while each two seconds somebody is told how far it is."""
        for line in opened.lines:
            yield line
            if monotonic() - self._told > EACH:
                share = opened.share()
                of_all = "" if share is None else f" ({share:.0%})"
                self.stderr.write(f"{backfill.line} lines{of_all}, {backfill.counts[SENT]} visits sent")
                self._told = monotonic()

    def _refuse(self, number: int, fault: str) -> None:
        self.stderr.write(f"line {number}: {fault}")

    def _sum_up(self, backfill: Backfill) -> None:
        self.stdout.write(f"{backfill.line} lines")
        for what, count in backfill.counts.items():
            if count or what in {SENT, BAD}:
                self.stdout.write(f"{count:>10} {what}")
