"""Queueing deliveries: one for each message, recipient and channel, however often it is asked for."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from productwatch.accounts.selectors import Recipient, active_admins, active_recipients
from productwatch.events.services import EventRecord
from productwatch.notifications import mails, selectors
from productwatch.notifications.models import Delivery, Message
from productwatch.platform.tasks import wake


@transaction.atomic
def fan_out(event: EventRecord) -> None:
    """Tells every active follower of the product and every active admin of its new price, each once.

    Of a product that was not published only admins are told. Only a changed price is worth a mail. A change of stock,
    name, description, picture or category is none: it would come too often or say too little; whoever reads the product
    sees it.
    """
    if "price" in event.payload["diff"]:
        tell_followers(event)
        queue_mail("price_change", f"event:{event.id}", active_admins(), _price_change(event))


def tell_followers(event: EventRecord) -> None:
    """Tells every active follower of the product of its new price, if the public sees it."""
    if event.payload.get("status", "published") != "published":  # an earlier release told of no status
        return
    for users in selectors.followers(UUID(event.subject)):
        queue_mail(
            "price_change",
            f"event:{event.id}",
            active_recipients(users),
            _price_change(event),
            why=Delivery.Why.FOLLOWS,
        )


@transaction.atomic
def queue_mail(
    kind: str,
    source: str,
    recipients: Iterable[Recipient],
    context: mails.Context,
    *,
    why: Delivery.Why = Delivery.Why.ADMINISTERS,
) -> int:
    """Queues a mail to each of the recipients who has none from this source, and returns how many those were.

    The first call for a source decides what its mails say. ValueError where nobody has registered the kind.
    """
    if not mails.is_kind(kind):
        raise ValueError(f"there is no kind of mail named {kind!r}")
    message, _ = Message.objects.get_or_create(source=source, defaults={"kind": kind, "context": context})
    rows = [Delivery(message=message, recipient=who.id, address=who.email, why=why) for who in recipients]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return _woken([row.id for row in rows])


def _price_change(event: EventRecord) -> mails.Context:
    old, new = event.payload["diff"]["price"]
    return {"slug": event.payload["slug"], "name": event.payload["name"], "old": old, "new": new}


def _woken(written: list[UUID]) -> int:
    """Wakes a worker for each delivery that is new: a row that met a conflict has left no trace of its id."""
    new = Delivery.objects.filter(id__in=written).values_list("id", flat=True)
    for delivery_id in new:
        wake("productwatch.notifications.send", str(delivery_id))
    return len(new)
