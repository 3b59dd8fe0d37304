"""Who hears of events in these tests."""

from collections.abc import Iterator

import pytest

from productwatch.events import services
from productwatch.events.services import EventRecord


class Listener:
    """Remembers what it heard, and fails on what it is told to fail on."""

    def __init__(self) -> None:
        self.heard: list[EventRecord] = []
        self.fails_on: set[str] = set()

    def __call__(self, event: EventRecord) -> None:
        if event.subject in self.fails_on:
            raise ValueError(event.subject)
        self.heard.append(event)

    @property
    def subjects(self) -> list[str]:
        return [event.subject for event in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Hears of events of the kind "tested"."""
    found = Listener()
    services.subscribe("tested", found)
    yield found
    del services._subscribers["tested"]
