"""API keys of a user."""

from typing import Any
from uuid import UUID

from productwatch.accounts.models import ApiKey
from productwatch.platform import paging

_KEY = ("id", "name", "start", "scopes", "created_at", "expires_at", "used_at")
_NEWEST_FIRST = paging.Order(("created_at", "id"), descending=True)


def keys(user_id: UUID, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the user's keys that were not revoked; Invalid where the cursor is of another list."""
    rows = ApiKey.objects.filter(user=user_id, revoked_at=None).values(*_KEY)
    return paging.page(rows, _NEWEST_FIRST, ["keys", user_id], cursor, limit)


def key(key_id: UUID) -> dict[str, Any]:
    return dict(ApiKey.objects.values(*_KEY).get(id=key_id))
