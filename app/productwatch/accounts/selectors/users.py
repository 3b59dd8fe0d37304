"""Who somebody is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from productwatch.accounts.models import ApiKey, User
from productwatch.platform import paging
from productwatch.platform.personal_data import Person

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
    rows = User.objects.filter(erased_at=None, **given).values(*_USER)
    return paging.page(rows, _BY_ADDRESS, ["users", role, is_active, email], cursor, limit)


def person(user_id: UUID) -> Person | None:
    """Of whom something may be kept; None where there is nobody, or nobody any more."""
    email = User.objects.filter(id=user_id, erased_at=None).values_list("email", flat=True).first()
    if email is None:
        return None
    keys = ApiKey.objects.filter(user=user_id).order_by("id").values_list("id", flat=True)
    return Person(user_id, email, tuple(keys))


def any_user(user_id: UUID) -> Row:
    """A user, active or not, who must be there."""
    return dict(User.objects.values(*_USER).get(id=user_id))


def somebody_was_here(before: datetime) -> bool:
    """Whether the installation existed then: its first account is made with it."""
    return User.objects.filter(created_at__lt=before).exists()
