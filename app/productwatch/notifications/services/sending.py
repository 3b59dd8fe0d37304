"""Sending deliveries: a try is claimed, carried out and settled, each step in a statement of its own.

A worker that dies between two steps leaves a lease that runs out; the sweep then takes the delivery up again. Only who
holds the latest try settles it, save that an acceptance counts whoever reports it: it cannot be undone.
"""

import logging
from random import random
from uuid import UUID

from django.db.models import F, Q

from productwatch.notifications import mails, selectors, transports
from productwatch.notifications.machine import LEASE, OPEN, Accepted, Later, Lost, Outcome, State, Withheld, after
from productwatch.notifications.models import Delivery
from productwatch.platform import clock
from productwatch.platform.tasks import wake

logger = logging.getLogger(__name__)

AT_ONCE = 1000
"""How many deliveries one sweep takes up."""


def send_due() -> int:
    """Wakes a worker for each delivery that waits too long: its wake was lost, its worker killed, its time has come."""
    due = selectors.due(clock.now(), AT_ONCE)
    for delivery_id in due:
        wake("productwatch.notifications.send", str(delivery_id))
    return len(due)


def send(delivery_id: UUID) -> State | None:
    """Sends the delivery if it is due, and returns where it stands then; None where there was nothing to do."""
    delivery = claim(delivery_id)
    if delivery is None:
        return None
    try:
        transport = transports.chosen()
        letter = _letter(delivery)
    except mails.Outdated:
        return settle(delivery, Withheld("outdated"))
    except Exception as error:
        settle(delivery, Later(f"not made: {type(error).__name__}"))
        raise
    try:
        outcome = transport.send(letter)
    except Exception as error:
        settle(delivery, Lost(f"broken off: {type(error).__name__}"))
        raise
    return settle(delivery, outcome)


def claim(delivery_id: UUID) -> Delivery | None:
    """The delivery with one more try, which is ours for the time of a lease; None where it is not due."""
    now = clock.now()
    ours = Delivery.objects.filter(id=delivery_id, next_attempt_at__lte=now).update(
        state=State.SENDING, attempts=F("attempts") + 1, next_attempt_at=now + LEASE, updated_at=now
    )
    return Delivery.objects.select_related("message").get(id=delivery_id) if ours else None


def settle(delivery: Delivery, outcome: Outcome) -> State | None:
    """Writes down what the claimed try gave; None where another has settled it or taken it up meanwhile."""
    now = clock.now()
    step = after(outcome, attempts=delivery.attempts, now=now, jitter=random())  # noqa: S311 - no secret
    accepted = {"provider_message_id": outcome.message_id, "sent_at": now} if isinstance(outcome, Accepted) else {}
    settled = Delivery.objects.filter(_may_settle(delivery, outcome), id=delivery.id).update(
        state=step.state, reason=step.reason[:200], next_attempt_at=step.next_attempt_at, updated_at=now, **accepted
    )
    if not settled:
        return None
    _tell(delivery, step.state, step.reason)
    return step.state


def _may_settle(delivery: Delivery, outcome: Outcome) -> Q:
    if isinstance(outcome, Accepted):
        return Q(state__in=OPEN)
    return Q(state=State.SENDING, attempts=delivery.attempts)


def _letter(delivery: Delivery) -> transports.Letter:
    message = delivery.message
    mail = mails.mail_of(message.kind, {**message.context, "why": delivery.why, "to": delivery.address})
    return transports.Letter(delivery.id, message.kind, delivery.address, mail)


def _tell(delivery: Delivery, state: State, reason: str) -> None:
    """The log knows how far a mail came, never what it says nor the whole address."""
    told = {
        "kind": delivery.message.kind,
        "delivery_id": str(delivery.id),
        "recipient": masked(delivery.address),
        "state": state.value,
        "reason": reason.partition(":")[0],
        "attempts": delivery.attempts,
    }
    level = logging.WARNING if state in {State.QUEUED, State.UNCERTAIN, State.FAILED} else logging.INFO
    logger.log(level, "delivery %s", state.value, extra=told)


def masked(address: str) -> str:
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
