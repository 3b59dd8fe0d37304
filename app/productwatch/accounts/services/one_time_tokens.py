"""One-time tokens: given out in a mail, taken back once, and kept as a keyed hash alone.

A token is made when its mail is rendered, so that no event, message or delivery holds it. A mail that is rendered again
holds a new one, and the one before has ended.
"""

from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.db.models import QuerySet

from productwatch.accounts.models import OneTimeToken, Purpose
from productwatch.platform import clock
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import Invalid, invalid
from productwatch.platform.slices import delete_in_slices


def give(subject: UUID, purpose: Purpose, lifetime: timedelta) -> str:
    """A new token of that purpose for the subject, in place of the one it had."""
    token = token_urlsafe(32)
    row = OneTimeToken(
        subject=subject, purpose=purpose, digest=_digest(token, purpose), expires_at=clock.now() + lifetime
    )
    OneTimeToken.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["subject", "purpose"], update_fields=["digest", "expires_at"]
    )
    return token


def take(token: str, purpose: Purpose) -> UUID:
    """The subject of the token, which works no more once the caller's transaction is kept.

    One conditional DELETE takes it: of two who come at once one is refused, and Invalid as all is that does not work.
    """
    subject = subject_of(token, purpose)
    if not _working(token, purpose).delete()[0]:
        raise refusal()
    return subject


def subject_of(token: str, purpose: Purpose) -> UUID:
    """Whose token it is, which is not taken by that; Invalid where it does not work."""
    subject = _working(token, purpose).values_list("subject", flat=True).first()
    if subject is None:
        raise refusal()
    return subject


def end(*subjects: UUID) -> None:
    """All tokens of these subjects work no more."""
    OneTimeToken.objects.filter(subject__in=subjects).delete()


def forget_expired() -> int:
    """Removes those that work no more, in slices, and returns how many they were."""
    return delete_in_slices(OneTimeToken.objects.filter(expires_at__lte=clock.now()).order_by("expires_at"))


def refusal() -> Invalid:
    """What anybody is told whose token does not work, whatever the reason."""
    return invalid("#/token", "does not work: it was used, it has ended, or a newer mail holds another")


def _working(token: str, purpose: Purpose) -> QuerySet[OneTimeToken]:
    return OneTimeToken.objects.filter(digest=_digest(token, purpose), expires_at__gt=clock.now())


def _digest(token: str, purpose: Purpose) -> bytes:
    return keyed_hash("one-time-token", purpose, token)
