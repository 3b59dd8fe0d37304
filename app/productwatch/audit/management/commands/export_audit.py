"""`manage.py export_audit`: the audit log as JSON lines."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from uuid import UUID

import orjson
from django.core.management.base import BaseCommand

from productwatch.audit import selectors


class Command(BaseCommand):
    help = "Prints the audit log as JSON lines, the oldest entry first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=_time, help="none before this time, UTC unless it says")
        parser.add_argument("--to", dest="end", type=_time, help="none at or after this time")
        parser.add_argument("--act", help="only this act, such as sign-in")
        parser.add_argument("--actor", type=UUID, help="only acts of the user or API key of this id")
        parser.add_argument("--subject", type=UUID, help="only acts on the user, session or API key of this id")

    def handle(self, **options: Any) -> None:
        wanted = selectors.Wanted(*(options[name] for name in ("act", "actor", "subject", "first", "end")))
        for entry in chain.from_iterable(selectors.portions(wanted)):
            self.stdout.write(orjson.dumps(entry).decode())


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no time like 2026-11-20 or 2026-11-20T09:30:00+01:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
