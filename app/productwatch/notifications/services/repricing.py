"""What an import did to prices: followers hear of each that they follow, admins of them all at once."""

from django.db import transaction

from productwatch.accounts.selectors import active_admins
from productwatch.events import services as events
from productwatch.events.services import EventRecord
from productwatch.notifications import selectors
from productwatch.notifications.services.queueing import queue_mail

REPRICED = "product.repriced"


def tell_of_each(event: EventRecord) -> None:
    """An event for each product that is followed and whose price the import has changed.

    They come after all that is not of an import, so that nobody's mail waits for them.
    """
    followed = selectors.followed(told["id"] for told in event.payload["prices"])
    events.record_all(REPRICED, ((told.pop("id"), told) for told in event.payload["prices"] if told["id"] in followed))


@transaction.atomic
def tell_of_import(event: EventRecord) -> None:
    """One mail to each active admin, however many prices there are."""
    queue_mail("import", f"event:{event.id}", active_admins(), event.payload)
