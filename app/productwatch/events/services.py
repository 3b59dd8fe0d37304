"""Telling of what happened, and bringing it to those who subscribed.

An event is a row of the transaction that it tells of. A dispatcher claims it in one transaction, which also pushes it
back for the case that all goes wrong, and calls its subscribers in a second one, which ends with the event handled:
what subscribers write and that mark are kept together or not at all. So a subscriber's writes happen once, a failing
or even killing event returns after a growing distance, and the others do not wait for it. Events have no order.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from productwatch.events.models import Event
from productwatch.platform import clock
from productwatch.platform.tasks import wake

logger = logging.getLogger(__name__)

DISPATCH = "productwatch.events.dispatch"
BATCH = 500
"""Events that one dispatch handles before it gives way to others."""

FIRST_DISTANCE, LONGEST_DISTANCE = timedelta(seconds=10), timedelta(hours=1)
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EventRecord:
    id: UUID
    kind: str
    subject: str
    payload: dict[str, Any]
    created_at: datetime


Handler = Callable[[EventRecord], None]
_subscribers: defaultdict[str, list[Handler]] = defaultdict(list)


def subscribe(kind: str, handler: Handler) -> None:
    """From now on each event of that kind is given to `handler`, whose writes are kept if it returns."""
    if handler not in _subscribers[kind]:
        _subscribers[kind].append(handler)


def record(kind: str, subject: str, payload: dict[str, Any], *, later: bool = False) -> UUID:
    """Adds an event to the caller's transaction; its subscribers hear of it after the commit.

    What is `later` waits while others do: it is one of many.
    """
    event = Event.objects.create(kind=kind, subject=subject, payload=payload, later=later)
    wake(DISPATCH)
    return event.id


def record_all(kind: str, told: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Adds an event for each subject and payload, to be heard of later."""
    Event.objects.bulk_create(
        Event(kind=kind, subject=subject, payload=payload, later=True) for subject, payload in told
    )
    wake(DISPATCH)


def dispatch() -> int:
    """Gives due events to their subscribers and returns how many were handled; any number may run at once."""
    handled = 0
    for _ in range(BATCH):
        event_id = _claimed()
        if event_id is None:
            return handled
        handled += _delivered(event_id)
    wake(DISPATCH)
    return handled


def forget_handled() -> int:
    """Deletes what was handled long ago and returns how many events that were."""
    deleted, _ = Event.objects.filter(handled_at__lt=clock.now() - KEPT).delete()
    return deleted


def distance(attempts: int) -> timedelta:
    """How long an event waits after so many attempts: twice as long each time, up to an hour."""
    return min(FIRST_DISTANCE * (1 << min(attempts - 1, 20)), LONGEST_DISTANCE)


@transaction.atomic
def _claimed() -> UUID | None:
    due = Event.objects.filter(handled_at=None, due_at__lte=clock.now()).order_by("later", "due_at")
    event = due.select_for_update(skip_locked=True).first()
    if event is None:
        return None
    event.attempts += 1
    event.due_at = clock.now() + distance(event.attempts)
    event.save(update_fields=["attempts", "due_at"])
    return event.id


def _delivered(event_id: UUID) -> bool:
    try:
        return _handled(event_id)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("an event's subscriber failed; the event comes again later", extra={"event_id": str(event_id)})
        return False


@transaction.atomic
def _handled(event_id: UUID) -> bool:
    event = Event.objects.select_for_update().filter(id=event_id, handled_at=None).first()
    if event is None:
        return False
    told = EventRecord(event.id, event.kind, event.subject, event.payload, event.created_at)
    for handler in _subscribers.get(event.kind, ()):
        handler(told)
    event.handled_at = clock.now()
    event.save(update_fields=["handled_at"])
    return True
