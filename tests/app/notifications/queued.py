"""Deliveries as the tests need them, and what became of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from celery import current_app
from kombu import Queue

from productwatch.accounts.selectors import Recipient
from productwatch.notifications import services
from productwatch.notifications.models import Delivery

OLD, NEW = {"amount": "10.00", "currency": "USD"}, {"amount": "9.00", "currency": "USD"}
CONTEXT = {"slug": "stool", "name": "Stool", "old": OLD, "new": NEW}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def price_change(address: str = "ann@example.com", source: str = "", **context: Any) -> Delivery:
    """A delivery of a price change that waits to be sent."""
    source = source or f"event:{uuid4()}"
    services.queue_mail("price_change", source, [Recipient(uuid4(), address)], {**CONTEXT, **context})
    return Delivery.objects.get(message__source=source)


def standing(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def wait_of(delivery: Delivery) -> timedelta:
    """How long after its last change the delivery is taken up again."""
    delivery.refresh_from_db()
    assert delivery.next_attempt_at is not None
    return delivery.next_attempt_at - delivery.updated_at


def woken() -> list[UUID]:
    """The deliveries that workers were woken for since this was last asked, out of the broker's own queue."""
    found = []
    with current_app.connection_for_read() as connection:
        queue = Queue("mail")(connection.default_channel)
        while message := queue.get(no_ack=True):
            assert message.headers["task"] == "productwatch.notifications.send"
            found.append(UUID(message.payload[0][0]))
    return found
