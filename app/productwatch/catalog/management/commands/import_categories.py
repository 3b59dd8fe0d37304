"""`manage.py import_categories FILE [--skip-bad]`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.catalog.management.progress import Progress
from productwatch.catalog.services.categories.planting import Planting, Tally
from productwatch.catalog.services.files.rows import Unreadable
from productwatch.platform.problems import Problem


class Command(BaseCommand):
    help = (
        "Brings a tree of categories into the catalog: a JSON list, gzipped or not, of nodes with `id` and `path`, the "
        "ids and names from the root down to the node itself. What is missing is added; what is there stays as it is. "
        "Broken nodes are all listed, and then nothing is written, unless --skip-bad leaves out just those."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--skip-bad", action="store_true", help="write the good ones, list the others, and succeed")

    def handle(self, *, file: Path, skip_bad: bool, **_options: Any) -> None:
        progress = Progress(self.stderr)
        planting = Planting(progress.interrupt, lambda tally: progress.tell(tally.nodes, _so_far(tally)))
        try:
            with file.open("rb") as content:
                tally = planting.run(content, skip_bad=skip_bad)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}") from None
        except Unreadable as error:
            raise CommandError(f"{file} is no file of categories: {error}.") from None
        except Problem as problem:
            raise CommandError(f"{problem.detail} Nothing was written.") from None
        progress.end()
        if tally.broken and not skip_bad:
            raise CommandError(f"{_nodes(tally)}, {tally.broken:,} of them broken: nothing was written.")
        self.stdout.write(_summary(tally))


def _so_far(tally: Tally) -> str:
    return f"{_nodes(tally)}, {tally.created:,} categories created" if tally.created else _nodes(tally)


def _nodes(tally: Tally) -> str:
    return f"{tally.nodes:,} {'node' if tally.nodes == 1 else 'nodes'}"


def _summary(tally: Tally) -> str:
    broken = f", {tally.broken:,} broken and left out" * bool(tally.broken)
    same = "" if tally.created else " Nothing changed."
    return f"{_nodes(tally)}{broken}: {tally.created:,} categories created, {tally.unchanged:,} unchanged.{same}"
