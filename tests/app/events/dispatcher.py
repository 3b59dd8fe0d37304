"""A dispatcher in a process of its own, which a test may kill: `python -m tests.app.events.dispatcher step`.

Its subscriber writes a row for each event. With a step it stops there for good, having said so: `claimed`, when it has
claimed an event and handled nothing yet; `handling`, when its subscriber has written and nothing has been committed.
"""

import os
import sys
import time
from uuid import UUID

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "productwatch.config.settings"
django.setup()

from productwatch.events import services  # noqa: E402 - models are there only now
from productwatch.events.models import Event  # noqa: E402
from productwatch.events.services import EventRecord  # noqa: E402

KIND, DONE = "tested", "done"


def note(event: EventRecord) -> None:
    Event.objects.create(kind=DONE, subject=event.subject, payload={}, handled_at=event.created_at)


def stop(_event: EventRecord) -> None:
    print("here", flush=True)  # noqa: T201 - to the test
    time.sleep(600)


def stop_there(event_id: UUID) -> bool:
    print("here", flush=True)  # noqa: T201 - to the test
    time.sleep(600)
    return False


def main(step: str) -> None:
    services.subscribe(KIND, note)
    if step == "claimed":
        services._delivered = stop_there
    elif step == "handling":
        services.subscribe(KIND, stop)
    print(services.dispatch(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
