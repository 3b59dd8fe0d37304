"""Who somebody is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from productwatch.accounts.models import User
from productwatch.platform import paging

Row = dict[str, Any]

_USER = ("id", "email", "role", "is_active", "created_at")
_BY_ADDRESS = paging.Order(("email",))


def user(user_id: UUID) -> Row | None:
    """An active user as `/auth/me` shows one; None where there is none."""
    row = User.objects.filter(is_active=True, id=user_id).values("id", "email", "role", "created_at").first()
    return dict(row) if row else None


def users(role: str | None, is_active: bool | None, email: str | None, cursor: str | None, limit: int) -> Row:  # noqa: FBT001 - a filter
    """A page of all users, by address; None leaves a filter open. Invalid where the cursor is of another list."""
    wanted = {"role": role, "is_active": is_active, "email": email}
    given = {column: value for column, value in wanted.items() if value is not None}
    rows = User.objects.filter(**given).values(*_USER)
    return paging.page(rows, _BY_ADDRESS, ["users", role, is_active, email], cursor, limit)


def any_user(user_id: UUID) -> Row:
    """A user, active or not, who must be there."""
    return dict(User.objects.values(*_USER).get(id=user_id))


def somebody_was_here(before: datetime) -> bool:
    """Whether the installation existed then: its first account is made with it."""
    return User.objects.filter(created_at__lt=before).exists()
