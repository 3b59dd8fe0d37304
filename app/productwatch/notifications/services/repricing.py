"""What an import tells of many products at once, told of each."""

from productwatch.events import services as events
from productwatch.events.services import EventRecord

REPRICED = "product.repriced"


def tell_of_each(event: EventRecord) -> None:
    """An event for each product whose price the import has changed: followers hear of it as of any other change.

    They come after all that is not of an import, so that nobody's mail waits for them.
    """
    events.record_all(REPRICED, ((told.pop("id"), told) for told in event.payload["prices"]))
