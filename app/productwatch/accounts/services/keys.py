"""API keys: made by their owner, shown once, known by a keyed hash, and revoked."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from productwatch.accounts.models import ApiKey, User
from productwatch.accounts.services import auditing
from productwatch.audit.actors import Actor
from productwatch.audit.services import Subject, record
from productwatch.platform import api_keys, clock
from productwatch.platform.permissions import permissions_of
from productwatch.platform.problems import Conflict, NotFound, Unauthorized, invalid
from productwatch.platform.revocations import revoke

MOST = 50
"""Keys that one may have at a time."""

USE_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wish:
    name: str
    scopes: list[str]
    days: int


@transaction.atomic
def make(user_id: UUID, wish: Wish, by: Actor) -> tuple[UUID, str]:
    """Its id and the key itself, which nobody sees again.

    Invalid where a scope is none of the user's own permissions, Conflict where there are too many keys.
    """
    user = User.objects.select_for_update(no_key=True).filter(id=user_id, is_active=True).first()
    if user is None:
        raise Unauthorized
    _refuse_beyond(wish.scopes, user)
    if user.keys.filter(revoked_at=None, expires_at__gt=clock.now()).count() >= MOST:
        raise Conflict(f"You have {MOST} keys: revoke one first.")
    key = api_keys.new_key()
    row = user.keys.create(
        name=wish.name,
        scopes=sorted(set(wish.scopes)),
        start=key[: api_keys.SHOWN],
        digest=api_keys.digest(key),
        expires_at=clock.now() + timedelta(days=wish.days),
    )
    record(auditing.KEY_MADE, by, Subject("api-key", row.id), scopes=" ".join(row.scopes))
    return row.id, key


@transaction.atomic
def revoke_key(user_id: UUID, key_id: UUID, by: Actor) -> None:
    """A key of one's own; NotFound where one has no such key, or it is revoked already."""
    mine = ApiKey.objects.filter(id=key_id, user=user_id, revoked_at=None)
    if not mine.update(revoked_at=clock.now()):
        raise NotFound("You have no such key, or not any more.")
    record(auditing.KEY_REVOKED, by, Subject("api-key", key_id))
    revoke(key_id)


@transaction.atomic
def revoke_all(user_id: UUID, by: Actor) -> None:
    """Whatever programs the user has given a key."""
    for key_id in ApiKey.objects.filter(user=user_id, revoked_at=None).values_list("id", flat=True):
        revoke_key(user_id, key_id, by)


class Keys:
    """Tells whose a key is, and notes now and then that it is used."""

    def holder(self, key: str) -> api_keys.Holder | None:
        rows = ApiKey.objects.select_related("user").filter(start=key[: api_keys.SHOWN], revoked_at=None)
        row = rows.filter(user__is_active=True, expires_at__gt=clock.now()).first()
        if row is None or not hmac.compare_digest(bytes(row.digest), api_keys.digest(key)):
            return None
        _note_use(row)
        owner = row.user
        return api_keys.Holder(row.id, owner.id, owner.role, owner.token_version, frozenset(row.scopes), row.expires_at)


def _note_use(row: ApiKey) -> None:
    """So coarsely that reading does not become writing."""
    long_ago = Q(used_at=None) | Q(used_at__lt=clock.now() - USE_NOTED_EVERY)
    if row.used_at is None or row.used_at < clock.now() - USE_NOTED_EVERY:
        ApiKey.objects.filter(long_ago, id=row.id).update(used_at=clock.now())


def _refuse_beyond(scopes: list[str], user: User) -> None:
    beyond = set(scopes) - permissions_of(user.role)
    if beyond:
        raise invalid("#/scopes", f"your role does not have {', '.join(sorted(beyond))}")
