"""Reading accounts: who somebody is, and who may get mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from productwatch.accounts.models import ApiKey, RefreshFamily, RefreshToken, Role, User
from productwatch.platform import clock, paging

Row = dict[str, Any]

_USER = ("id", "email", "role", "is_active", "created_at")
_BY_ADDRESS = paging.Order(("email",))
_KEY = ("id", "name", "start", "scopes", "created_at", "expires_at", "used_at")
_NEWEST_KEY_FIRST = paging.Order(("created_at", "id"), descending=True)
_SESSION = ("id", "device", "browser", "started_at", "last_used_at")
_NEWEST_FIRST = paging.Order(("started_at", "id"), descending=True)


@dataclass(frozen=True, slots=True)
class Recipient:
    id: UUID
    email: str


def user(user_id: UUID) -> Row | None:
    """An active user as `/auth/me` shows one; None where there is none."""
    row = _active().filter(id=user_id).values("id", "email", "role", "created_at").first()
    return dict(row) if row else None


def sessions(user_id: UUID, current: UUID, cursor: str | None, limit: int) -> Row:
    """A page of the user's sessions that can still be refreshed; Invalid where the cursor is of another list."""
    latest = RefreshToken.objects.filter(family=OuterRef("pk")).order_by("-issued_at")
    rows = RefreshFamily.objects.filter(user=user_id, ended_at=None).annotate(
        last_used_at=Subquery(latest.values("issued_at")[:1]), expires_at=Subquery(latest.values("expires_at")[:1])
    )
    open_ones = rows.filter(expires_at__gt=clock.now()).values(*_SESSION)
    page = paging.page(open_ones, _NEWEST_FIRST, ["sessions", user_id], cursor, limit)
    return page | {"items": [row | {"is_current": row["id"] == current} for row in page["items"]]}


def users(role: str | None, is_active: bool | None, email: str | None, cursor: str | None, limit: int) -> Row:  # noqa: FBT001 - a filter
    """A page of all users, by address; None leaves a filter open. Invalid where the cursor is of another list."""
    wanted = {"role": role, "is_active": is_active, "email": email}
    given = {column: value for column, value in wanted.items() if value is not None}
    rows = User.objects.filter(**given).values(*_USER)
    return paging.page(rows, _BY_ADDRESS, ["users", role, is_active, email], cursor, limit)


def any_user(user_id: UUID) -> Row:
    """A user, active or not, who must be there."""
    return dict(User.objects.values(*_USER).get(id=user_id))


def keys(user_id: UUID, cursor: str | None, limit: int) -> Row:
    """A page of the user's keys that were not revoked; Invalid where the cursor is of another list."""
    rows = ApiKey.objects.filter(user=user_id, revoked_at=None).values(*_KEY)
    return paging.page(rows, _NEWEST_KEY_FIRST, ["keys", user_id], cursor, limit)


def key(key_id: UUID) -> Row:
    return dict(ApiKey.objects.values(*_KEY).get(id=key_id))


def somebody_was_here(before: datetime) -> bool:
    """Whether the installation existed then: its first account is made with it."""
    return User.objects.filter(created_at__lt=before).exists()


def active_admins() -> list[Recipient]:
    return _recipients(_active().filter(role=Role.ADMIN))


def active_recipients(user_ids: Iterable[UUID]) -> list[Recipient]:
    """Those of the users who are active, each once."""
    return _recipients(_active().filter(id__in=list(user_ids)))


def emails(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The addresses of those of the users that there are, active or not."""
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "email"))


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True)


def _recipients(users: QuerySet[User]) -> list[Recipient]:
    return [Recipient(*row) for row in users.order_by("id").values_list("id", "email")]
