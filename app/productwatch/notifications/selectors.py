"""Reading who follows what, and what became of each delivery."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from productwatch.notifications.models import Delivery, Follow
from productwatch.platform import clock, paging

Row = dict[str, Any]

FIELDS = ("id", "channel", "state", "reason", "attempts", "created_at", "updated_at", "sent_at")
RENAMED = {"address": "recipient", "message__kind": "kind", "message__source": "source"}
NEWEST_FIRST = paging.Order(("created_at", "id"), descending=True)


def followers(product_id: UUID, at_once: int = 2000) -> Iterator[list[UUID]]:
    """Everybody who follows the product, in portions, however many they are."""
    after = UUID(int=0)
    follows = Follow.objects.filter(product_id=product_id).order_by("user_id")
    while portion := list(follows.filter(user_id__gt=after).values_list("user_id", flat=True)[:at_once]):
        yield portion
        after = portion[-1]


def followed(product_ids: Iterable[str]) -> set[str]:
    """Those of the products that somebody follows."""
    found = Follow.objects.filter(product_id__in=list(product_ids)).values_list("product_id", flat=True).distinct()
    return {str(product_id) for product_id in found}


def delivery_page(state: str | None, kind: str | None, cursor: str | None, limit: int) -> Row:
    """Deliveries, newest first, behind the cursor; Invalid where it is of no such list."""
    found = Delivery.objects.all()
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(message__kind=kind)
    rows = found.values(*FIELDS, *RENAMED)
    page = paging.page(rows, NEWEST_FIRST, ["deliveries", state, kind], cursor, limit)
    return page | {"items": [_named(row) for row in page["items"]]}


def due(now: datetime, at_most: int) -> list[UUID]:
    """The deliveries to take up by now, the longest waiting first."""
    found = Delivery.objects.filter(next_attempt_at__lte=now).order_by("next_attempt_at")
    return list(found.values_list("id", flat=True)[:at_most])


def account_mails(address: str, kind: str, since: datetime) -> int:
    """How many mails of that kind were queued to the address for its account."""
    mails = Delivery.objects.filter(address=address, why=Delivery.Why.ACCOUNT, created_at__gte=since)
    return mails.filter(message__kind=kind).count()


def deliveries_by_state() -> list[tuple[str, str, int]]:
    """Kind, state and number of the deliveries of the last 24 hours, and of all older ones that are still open."""
    recent = Q(created_at__gte=clock.now() - timedelta(days=1)) | Q(next_attempt_at__isnull=False)
    columns = Delivery.objects.filter(recent).values_list("message__kind", "state")
    return list(columns.annotate(Count("id")).order_by("message__kind", "state"))


def _named(row: Row) -> Row:
    return {RENAMED.get(column, column): value for column, value in row.items()}
