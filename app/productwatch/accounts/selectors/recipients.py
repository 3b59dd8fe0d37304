"""Who may get mail, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import EmailChange, Registration, Role, User


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


def recipient_of(mail: Mail, subject: UUID) -> Recipient | None:
    """Who gets that mail about that subject; None where it is gone, or belongs to somebody who was deactivated."""
    if mail is Mail.REGISTRATION:
        return _who_registered(subject)
    if mail in {Mail.EMAIL_AGREE, Mail.EMAIL_PROVE}:
        return _who_changes(subject, mail)
    return next(iter(active_recipients([subject])), None)


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def _who_registered(registration_id: UUID) -> Recipient | None:
    """The owner of the address, where it has one; else who will be."""
    email = Registration.objects.filter(id=registration_id).values_list("email", flat=True).first()
    if email is None:
        return None
    owner = User.objects.filter(email=email).first()
    if owner is None:
        return Recipient(registration_id, email)
    return Recipient(owner.id, owner.email) if owner.is_active else None


def _who_changes(change_id: UUID, mail: Mail) -> Recipient | None:
    """At that end of the change of an address."""
    change = EmailChange.objects.select_related("user").filter(id=change_id, user__is_active=True).first()
    if change is None:
        return None
    return Recipient(change.user_id, change.user.email if mail is Mail.EMAIL_AGREE else change.email)


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True)


def _recipients(users: QuerySet[User]) -> list[Recipient]:
    return [Recipient(*row) for row in users.order_by("id").values_list("id", "email")]
