"""`manage.py report --day 2026-11-20 [--send]`: makes the report of a day, shows it, and mails it where asked."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from productwatch.reports import mails, services


class Command(BaseCommand):
    help = "Makes the report of a day at once, or shows the one that was made; with --send mails it to all admins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", required=True, help="the day, as YYYY-MM-DD, in REPORT_TIMEZONE")
        parser.add_argument("--send", action="store_true", help="mail it to all admins, unless that was done before")

    def handle(self, *, day: str, send: bool, **_options: Any) -> None:
        wanted = _day(day)
        try:
            figures = services.make(wanted)
        except services.NotOver:
            raise CommandError(
                f"{wanted} is not over yet in REPORT_TIMEZONE: its report can be made afterwards"
            ) from None
        except services.BeingMade:
            raise CommandError(
                f"the report of {wanted} is being made by another process: try again in a minute"
            ) from None
        self.stdout.write(mails.as_text(figures))
        if send:
            self.stdout.write(_sent(wanted, services.mail(wanted)))


def _day(text: str) -> date:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        found = date.min
    if found.year < 1970:
        raise CommandError(f"--day is {text!r}: it must be a day like 2026-11-20")
    return found


def _sent(day: date, recipients: int | None) -> str:
    if recipients is None:
        return f"The report of {day} was sent before: it is not sent again."
    return f"The report of {day} is queued for {recipients} admin{'' if recipients == 1 else 's'}."
