"""Proves that the parts are joined: what `helm test` runs."""

import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from productwatch.events import selectors, services
from productwatch.platform import clock


class Command(BaseCommand):
    help = "API, Postgres, broker, worker, result: names the hop that fails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--api", default=settings.PUBLIC_URL, help="where the API answers inside the cluster")
        parser.add_argument("--timeout", type=float, default=60, help="seconds for each hop")

    def handle(self, *_arguments: Any, api: str, timeout: float, **_options: Any) -> None:
        self._ask_api(api, timeout)
        self.stdout.write("the API answers, and reads from Postgres")
        event = services.record("system.checked", "round-trip", {"at": clock.now().isoformat()})
        self.stdout.write("Postgres has taken an event, and the broker was told")
        deadline = time.monotonic() + timeout
        while not selectors.is_handled(event):
            if time.monotonic() > deadline:
                raise CommandError("no worker has dealt with the event: look at the workers and at Redis")
            time.sleep(0.2)
        self.stdout.write("a worker has dealt with it: the round trip is complete")

    def _ask_api(self, api: str, timeout: float) -> None:
        host = urlsplit(settings.PUBLIC_URL).netloc
        request = urllib.request.Request(f"{api}/api/v1/products?limit=1", headers={"Host": host})  # noqa: S310 - given by the chart
        try:
            urllib.request.urlopen(request, timeout=timeout).read()  # noqa: S310
        except (urllib.error.URLError, OSError) as error:
            raise CommandError(f"the API does not answer at {api}: {error}") from error
