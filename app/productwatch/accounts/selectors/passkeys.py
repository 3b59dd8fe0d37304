"""Passkeys of a user."""

from typing import Any
from uuid import UUID

from productwatch.accounts.models import Passkey
from productwatch.platform import paging

_PASSKEY = ("id", "name", "created_at", "used_at")
_NEWEST_FIRST = paging.Order(("created_at", "id"), descending=True)


def passkeys(user_id: UUID, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the user's passkeys; Invalid where the cursor is of another list."""
    rows = Passkey.objects.filter(user=user_id).values(*_PASSKEY)
    return paging.page(rows, _NEWEST_FIRST, ["passkeys", user_id], cursor, limit)


def passkey(passkey_id: UUID) -> dict[str, Any]:
    return dict(Passkey.objects.values(*_PASSKEY).get(id=passkey_id))
