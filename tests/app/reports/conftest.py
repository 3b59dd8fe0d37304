"""A shop in Berlin whose day was Friday, 20 November 2026: a product was made and changed in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from pytest_django import Settings

from productwatch.catalog.services import products
from productwatch.platform.money import Money

FRIDAY = date(2026, 11, 20)
SATURDAY_MORNING = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
"""Six o'clock in Berlin: when the report is due."""


@pytest.fixture(autouse=True)
def _berlin(settings: Settings) -> None:
    settings.REPORT_TIMEZONE = "Europe/Berlin"


@pytest.fixture
def friday(db: None) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        products.create({"name": "Stool & co", "price": Money(Decimal("10.00"), "USD"), "slug": "stool"})
        products.change("stool", {"price": Money(Decimal("9.00"), "USD"), "stock": 3})


@pytest.fixture
def saturday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SATURDAY_MORNING, tick=False) as clock:
        yield clock
