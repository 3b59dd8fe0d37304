"""`manage.py reroll_visits DAY…`"""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.visits.services import rolling


class Command(BaseCommand):
    help = "Adds the visits of UTC days up anew from their raw rows; the numbers are the same unless they were wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("days", type=date.fromisoformat, nargs="+", metavar="DAY", help="like 2026-11-20")

    def handle(self, *, days: list[date], **_options: Any) -> None:
        for day in days:
            try:
                rolling.roll(day)
            except rolling.CannotRoll as error:
                raise CommandError(f"{error}.") from None
            self.stdout.write(f"{day} is rolled up")
