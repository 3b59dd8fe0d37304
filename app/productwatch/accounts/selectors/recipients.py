"""Who may get mail, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from productwatch.accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class Recipient:
    id: UUID
    email: str


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
