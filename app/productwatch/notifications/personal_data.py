"""What notifications keep of a person: what they follow, and what was sent to them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from productwatch.notifications.machine import OPEN, State
from productwatch.notifications.models import Delivery, Follow, Message
from productwatch.platform import clock
from productwatch.platform.personal_data import Part, Person
from productwatch.platform.slices import SLICE, delete_slice

ERASED = "erased"
"""The reason of every delivery to who is gone: what a provider gave for one may have told the address."""


def _deliveries(person: Person) -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = Delivery.objects.filter(recipient=person.id).values(
        "pk",
        *("id", "channel", "address", "why", "state", "reason", "created_at", "sent_at"),
        kind=F("message__kind"),
        says=F("message__context"),
    )
    return found


@transaction.atomic
def _erase_deliveries(person: Person) -> int:
    """That something was sent stays, but neither to which address nor what was for this person alone.

    Whoever is sending one just now finds its row settled: it was in hand when the account went.
    """
    known = _of(person).exclude(address="").order_by("pk").select_for_update()
    found = dict(known.values_list("id", "message_id")[:SLICE])
    rows = Delivery.objects.filter(id__in=found)
    rows.filter(state__in=OPEN).update(state=State.SUPPRESSED, next_attempt_at=None, updated_at=clock.now())
    rows.update(address="", provider_message_id="", reason=ERASED)
    _empty(set(found.values()), person.id)
    return len(found)


def _empty(messages: set[UUID], recipient: UUID) -> None:
    others = Delivery.objects.filter(message__in=messages).exclude(recipient=recipient)
    Message.objects.filter(id__in=messages).exclude(id__in=others.values("message")).update(context={})


def _of(person: Person) -> QuerySet[Delivery]:
    """By the address, too: mails about an account have gone there before it was one."""
    before = Q(why=Delivery.Why.ACCOUNT, address=person.address)
    return Delivery.objects.filter(Q(recipient=person.id) | before)


PARTS = (
    Part(
        name="follows",
        models=("notifications.Follow",),
        rows=lambda person: Follow.objects.filter(user_id=person.id).values("pk", "product_id", "created_at"),
        erase=lambda person: delete_slice(Follow.objects.filter(user_id=person.id).order_by("id")),
    ),
    Part(
        name="deliveries",
        models=("notifications.Delivery", "notifications.Message"),
        rows=_deliveries,
        erase=_erase_deliveries,
    ),
)
