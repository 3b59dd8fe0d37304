"""Publishing and archiving products when their time has come.

Each is claimed by a lock on its row, and is due no more once it is done: however many ticks run at once, each happens
once. Workers step over what another has in hand; what is left then is an admin's, and waited for. What an outage has
held up is done by the first tick after it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from productwatch.catalog.models import Product, Status
from productwatch.catalog.services.products import writing
from productwatch.platform import clock
from productwatch.platform.tasks import wake

PUBLISH_DUE = "productwatch.catalog.publish_due"
TOGETHER, ROUNDS = 50, 50
"""Products of one transaction, closed to others for a moment, and transactions of one tick."""


def publish_due() -> int:
    """Publishes and archives what is due, and returns how many products that were; any number may run at once."""
    done = 0
    for _ in range(ROUNDS):
        claimed = _done_together(TOGETHER, skip_locked=True) or _done_together(1, skip_locked=False)
        if not claimed:
            return done
        done += claimed
    wake(PUBLISH_DUE)
    return done


@transaction.atomic
def _done_together(at_most: int, *, skip_locked: bool) -> int:
    """Who waits for a row holds no other: nobody comes to wait for us meanwhile."""
    now = clock.now()
    claimed = _due(now).select_for_update(of=("self",), skip_locked=skip_locked)[:at_most]
    for product in claimed:
        if product.publish_until and product.publish_until <= now:
            writing.put_away(product, None)
        else:
            writing.publish(product)
    return len(claimed)


def _due(now: datetime) -> QuerySet[Product]:
    """What is scheduled for a time that is over by now, too: it goes by unseen."""
    begins = Q(status=Status.SCHEDULED, publish_from__lte=now)
    ends = Q(status=Status.PUBLISHED, publish_until__lte=now)
    return Product.objects.filter(begins | ends)
