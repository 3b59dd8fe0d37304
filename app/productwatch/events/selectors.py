"""Reading the outbox."""

from typing import Any
from uuid import UUID

from productwatch.events.models import Event


def pending() -> int:
    """How many events wait for their subscribers, those that were pushed back included."""
    return Event.objects.filter(handled_at=None).count()


def waiting(at_most: int = 1000) -> dict[str, Any]:
    """How many events wait, `more` where there are more than are counted, and since when the first one is due."""
    rows = Event.objects.filter(handled_at=None).order_by("later", "due_at")
    found = list(rows.values_list("due_at", flat=True)[: at_most + 1])
    return {"count": min(len(found), at_most), "more": len(found) > at_most, "since": min(found, default=None)}


def is_handled(event: UUID) -> bool:
    """Whether everybody who subscribed to it has heard of the event."""
    return Event.objects.filter(id=event, handled_at__isnull=False).exists()
