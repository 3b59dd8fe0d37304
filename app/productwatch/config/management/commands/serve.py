"""Is listed here for `manage.py help`; `manage.py` itself hands it to `processes`, before Django is set up."""

from typing import Any

from django.core.management.base import BaseCommand

from productwatch import processes


class Command(BaseCommand):
    help = processes.PROCESSES["serve"][1].__doc__ or ""

    def handle(self, *arguments: Any, **_options: Any) -> None:
        processes.become(["serve", *arguments])
