"""The addresses from which somebody has signed in for the last month, as keyed hashes."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from productwatch.accounts.models import KnownAddress, User
from productwatch.audit.actors import Actor
from productwatch.platform import clock

KNOWN_FOR = timedelta(days=30)
NOTED_EVERY = timedelta(days=1)
"""So coarsely that signing in does not always write."""


def seen_at(by: Actor) -> Subquery:
    """Of a user in a query: when they have signed in from there; null where not for so long."""
    known = KnownAddress.objects.filter(user=OuterRef("pk"), address=by.address, seen_at__gt=clock.now() - KNOWN_FOR)
    return Subquery(known.values("seen_at")[:1])


def seen(user: User, by: Actor) -> datetime | None:
    """The same of this one."""
    found: datetime | None = User.objects.annotate(seen_at=seen_at(by)).get(id=user.id).seen_at
    return found


def forget(user: User) -> None:
    """Nobody has signed in from anywhere: it may have been somebody else."""
    KnownAddress.objects.filter(user=user).delete()


def note(user: User, by: Actor, before: datetime | None = None) -> None:
    """The user has shown who they are, from there; `before` is when they did so last, where that is known."""
    if by.address is None or (before and before > clock.now() - NOTED_EVERY):
        return
    KnownAddress.objects.bulk_create(
        [KnownAddress(user=user, address=by.address)],
        update_conflicts=True,
        unique_fields=["user", "address"],
        update_fields=["seen_at"],
    )
