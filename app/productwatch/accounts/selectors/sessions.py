"""Where one is signed in."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from productwatch.accounts.models import RefreshFamily, RefreshToken
from productwatch.platform import clock, paging

_SESSION = ("id", "device", "browser", "started_at", "last_used_at")
_NEWEST_FIRST = paging.Order(("started_at", "id"), descending=True)


def sessions(user_id: UUID, current: UUID, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the user's sessions that can still be refreshed; Invalid where the cursor is of another list."""
    latest = RefreshToken.objects.filter(family=OuterRef("pk")).order_by("-issued_at")
    rows = RefreshFamily.objects.filter(user=user_id, ended_at=None).annotate(
        last_used_at=Subquery(latest.values("issued_at")[:1]), expires_at=Subquery(latest.values("expires_at")[:1])
    )
    open_ones = rows.filter(expires_at__gt=clock.now()).values(*_SESSION)
    page = paging.page(open_ones, _NEWEST_FIRST, ["sessions", user_id], cursor, limit)
    return page | {"items": [row | {"is_current": row["id"] == current} for row in page["items"]]}
