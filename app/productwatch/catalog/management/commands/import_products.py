"""`manage.py import_products FILE [--skip-bad] [--dry-run]`"""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.catalog.management.progress import Progress
from productwatch.catalog.services.files.importing import Outcome, Tally
from productwatch.catalog.services.files.loading import Loading
from productwatch.catalog.services.files.parts import Form
from productwatch.catalog.services.files.rows import COLUMNS, Unreadable

BLOCK = 65_536
FORMS: dict[str, Form] = {".jsonl": "jsonl", ".ndjson": "jsonl"}
"""By the end of a file's name; any other is CSV."""


class Command(BaseCommand):
    help = (
        f"Brings the products of a file (UTF-8) into the catalog: CSV with the column slug and others of "
        f"{', '.join(COLUMNS[1:])}, or JSON lines (*.jsonl). A row whose product is there already changes it to what "
        "the row says. Broken rows are all listed, and then nothing of the file is written, unless --skip-bad leaves "
        "out just those."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--skip-bad", action="store_true", help="write the good rows, list the others, and succeed")
        parser.add_argument("--dry-run", action="store_true", help="tell what would become of the rows; write nothing")

    def handle(self, *, file: Path, skip_bad: bool, dry_run: bool, **_options: Any) -> None:
        progress = Progress(self.stderr)
        loading = Loading(progress.interrupt, lambda tally: progress.tell(tally.total(), _rows(tally)))
        try:
            with file.open("rb") as content:
                blocks = iter(partial(content.read, BLOCK), b"")
                tally = loading.run(blocks, FORMS.get(file.suffix, "csv"), skip_bad=skip_bad, dry=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except Unreadable as error:
            raise CommandError(f"{file} is no product file: {error}.") from None
        progress.end()
        if tally[Outcome.BROKEN] and not skip_bad:
            raise CommandError(f"{_rows(tally)}, {tally[Outcome.BROKEN]} of them broken: nothing was written.")
        self.stdout.write(f"{'Dry run: ' * dry_run}{_summary(tally)}")


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
