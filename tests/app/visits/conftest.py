"""Two products that people read, and a process that remembers no salt."""

from decimal import Decimal

import pytest

from productwatch.catalog.services import products
from productwatch.platform.money import Money
from productwatch.visits import salts
from productwatch.visits.services.flusher import Flusher

PRICE = Money(Decimal("10.00"), "USD")


@pytest.fixture(autouse=True)
def _no_salt_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis is emptied before each test; what a process remembers of it goes too."""
    monkeypatch.setattr(salts, "_held", None)


@pytest.fixture
def stool(db: None) -> str:
    return products.create({"name": "Stool", "price": PRICE})


@pytest.fixture
def chair(db: None) -> str:
    return products.create({"name": "Chair", "price": PRICE})


@pytest.fixture
def flusher() -> Flusher:
    return Flusher()
