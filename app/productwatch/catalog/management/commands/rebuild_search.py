"""`manage.py rebuild_search [--check] [--after ID]`"""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.catalog.management.progress import Progress
from productwatch.catalog.services.search.rebuilding import Tally, rebuild


class Command(BaseCommand):
    help = (
        "Reads all products anew into what search looks at, after a change of SEARCH_LANGUAGE, or where something is "
        "not found. What is right is left alone, readers and writers go on, and it may be interrupted at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, and fail where something is wrong")
        parser.add_argument("--after", type=UUID, metavar="ID", help="go on behind this product, as told before")

    def handle(self, *, check: bool, after: UUID | None, **_options: Any) -> None:
        progress = Progress(self.stderr)
        tally = rebuild(lambda so_far: progress.tell(so_far.products, _told(so_far)), after=after, dry=check)
        progress.end()
        if check and tally.wrong:
            raise CommandError(
                f"{_products(tally)}, {tally.wrong:,} of them not as search has them: run rebuild_search."
            )
        self.stdout.write(f"{_products(tally)}: {tally.wrong:,} were not as search had them, and are now.")


def _told(tally: Tally) -> str:
    return f"{_products(tally)}, through {tally.last}"


def _products(tally: Tally) -> str:
    return f"{tally.products:,} {'product' if tally.products == 1 else 'products'}"
