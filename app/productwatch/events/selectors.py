"""Reading the outbox."""

from uuid import UUID

from productwatch.events.models import Event


def pending() -> int:
    """How many events wait for their subscribers, those that were pushed back included."""
    return Event.objects.filter(handled_at=None).count()


def is_handled(event: UUID) -> bool:
    """Whether everybody who subscribed to it has heard of the event."""
    return Event.objects.filter(id=event, handled_at__isnull=False).exists()
