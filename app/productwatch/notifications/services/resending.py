"""Sending a delivery again because somebody asks for it."""

from uuid import UUID

from django.db import transaction

from productwatch.notifications.machine import State
from productwatch.notifications.models import Delivery
from productwatch.platform import clock
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.tasks import wake

RESENT = frozenset({State.QUEUED, State.UNCERTAIN, State.SUPPRESSED, State.FAILED})
"""What is being sent is left to who sends it, and what was accepted has gone."""


@transaction.atomic
def resend(delivery_id: UUID) -> None:
    """Queues it once more, to be sent at once; NotFound where there is none, Conflict where it stands elsewhere."""
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None:
        raise NotFound("There is no such delivery.")
    if delivery.state not in RESENT:
        raise Conflict(f"The delivery is {delivery.state}.")
    now = clock.now()
    delivery.state, delivery.reason, delivery.next_attempt_at, delivery.updated_at = State.QUEUED, "", now, now
    delivery.save(update_fields=["state", "reason", "next_attempt_at", "updated_at"])
    wake("productwatch.notifications.send", str(delivery_id))
