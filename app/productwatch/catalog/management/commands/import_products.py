"""`manage.py import_products FILE [--skip-bad]`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.catalog.services.importing import Import, Outcome, Tally
from productwatch.catalog.services.rows import COLUMNS, Fault, Unreadable

EACH = 1000
"""Rows between two lines of progress where nobody watches a terminal; on one, each row is shown."""


class Command(BaseCommand):
    help = (
        f"Brings the products of a CSV file (UTF-8; {', '.join(COLUMNS)}) into the catalog. A row whose product is "
        "there already changes it to what the row says. Broken rows are all listed, and then nothing of the file is "
        "written, unless --skip-bad leaves out just those."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--skip-bad", action="store_true", help="write the good rows, list the others, and succeed")

    def handle(self, *, file: Path, skip_bad: bool, **_options: Any) -> None:
        try:
            with file.open("rb") as lines:
                tally = Import(self._tell_fault, self._tell_progress).run(lines, skip_bad=skip_bad)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except Unreadable as error:
            raise CommandError(f"{file} is no product file: {error}.") from None
        self._end_progress()
        if tally[Outcome.BROKEN] and not skip_bad:
            raise CommandError(f"{_rows(tally)}, {tally[Outcome.BROKEN]} of them broken: nothing was written.")
        self.stdout.write(_summary(tally))

    def _tell_fault(self, fault: Fault) -> None:
        self._end_progress()
        self.stderr.write(str(fault))

    def _tell_progress(self, tally: Tally) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{_rows(tally)} … ", ending="")
            self.stderr.flush()
        elif tally.total() % EACH == 0:
            self.stderr.write(f"{_rows(tally)} …")

    def _end_progress(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\N{ESC}[K", ending="")


def _rows(tally: Tally) -> str:
    return f"{tally.total():,} {'row' if tally.total() == 1 else 'rows'}"


def _summary(tally: Tally) -> str:
    written = ", ".join(
        f"{tally[outcome]:,} {outcome}" for outcome in (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)
    )
    archived = f", {tally[Outcome.ARCHIVED]:,} archived and left so" * bool(tally[Outcome.ARCHIVED])
    broken = f", {tally[Outcome.BROKEN]:,} broken and left out" * bool(tally[Outcome.BROKEN])
    same = "" if tally[Outcome.CREATED] or tally[Outcome.CHANGED] else " Nothing changed."
    return f"{_rows(tally)}: {written}{archived}{broken}.{same}"
