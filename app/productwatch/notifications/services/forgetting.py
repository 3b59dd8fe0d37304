"""Letting go what was sent long ago: a delivery tells an address, and what somebody has heard of."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from productwatch.notifications.models import Delivery, Message
from productwatch.platform import clock
from productwatch.platform.slices import SLICE


def forget_old() -> int:
    """Removes deliveries that ended and are older than MAIL_DAYS, in slices, and returns how many they were.

    Messages go with their last delivery: by then the events that would cause them anew are gone, too.
    """
    before, total = clock.now() - timedelta(days=settings.MAIL_DAYS), 0
    while gone := _forget_slice(before):
        total += gone
    return total


@transaction.atomic
def _forget_slice(before: datetime) -> int:
    ended = Delivery.objects.filter(created_at__lt=before, next_attempt_at=None).order_by("created_at", "id")
    found = dict(ended.select_for_update(skip_locked=True).values_list("id", "message_id")[:SLICE])
    Delivery.objects.filter(id__in=found).delete()
    Message.objects.filter(id__in=set(found.values()), deliveries=None).delete()
    return len(found)
