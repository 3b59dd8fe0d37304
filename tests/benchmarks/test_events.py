"""One dispatcher brings events to their subscribers, each in transactions of its own, faster than a shop makes them."""

from time import perf_counter

import pytest

from tests.benchmarks.results import tell

EVENTS, AT_LEAST = 1000, 100
"""A second, where each commit waits for the disk."""


@pytest.mark.usefixtures("installation")
def test_reaches_the_rate() -> None:
    from django.db import transaction  # noqa: PLC0415 - settings are there only now

    from productwatch.events import services  # noqa: PLC0415

    heard: list[str] = []
    services.subscribe("measured", lambda event: heard.append(event.subject))
    with transaction.atomic():
        for number in range(EVENTS):
            services.record("measured", str(number), {})
    began = perf_counter()
    while services.dispatch():
        pass
    rate = EVENTS / (perf_counter() - began)
    tell("events that one dispatcher handles", f"{rate:.0f} a second", f"≥ {AT_LEAST}")
    assert len(heard) == EVENTS
    assert rate >= AT_LEAST
