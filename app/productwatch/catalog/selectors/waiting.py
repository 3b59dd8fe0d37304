"""What waits for a worker, and for how long: for those who watch over the installation."""

from datetime import datetime, timedelta

from django.db.models import Count, Min

from productwatch.catalog.models import Product, ProductImage, Status
from productwatch.platform import clock

NOTHING = timedelta()


def images_waiting() -> tuple[int, timedelta]:
    """How many images have no thumbnails yet, and for how long the first of them has waited."""
    waiting = ProductImage.objects.filter(state=ProductImage.State.PROCESSING, removed_at=None)
    found = waiting.aggregate(count=Count("id"), oldest=Min("created_at"))
    return found["count"], clock.now() - found["oldest"] if found["oldest"] else NOTHING


def overdue_for() -> timedelta:
    """For how long the first product that should be published or archived by now has waited for it."""
    now = clock.now()
    due = [_first_due(Status.SCHEDULED, "publish_from"), _first_due(Status.PUBLISHED, "publish_until")]
    return max((now - moment for moment in due if moment and moment <= now), default=NOTHING)


def _first_due(status: Status, time: str) -> datetime | None:
    found: datetime | None = Product.objects.filter(status=status).aggregate(first=Min(time))["first"]
    return found
