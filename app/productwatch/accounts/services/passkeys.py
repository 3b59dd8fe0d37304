"""Passkeys: made while signed in, used in place of password and code, and removed.

A device asks for a finger, a face or a PIN before it signs, so a passkey is two factors by itself.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import Passkey, User
from productwatch.accounts.services import auditing, ceremonies, mailing, sessions, ways_in
from productwatch.accounts.services.ceremonies import CeremonyFailedError, Json
from productwatch.audit.actors import Actor
from productwatch.audit.services import Subject, record, record_at_times
from productwatch.platform import clock
from productwatch.platform.agents import Agent
from productwatch.platform.problems import Conflict, NotFound, Unauthorized, invalid

MOST = 20
"""Passkeys that one may have at a time."""


def options(user: User) -> Json:
    """For a new one."""
    return ceremonies.options_to_make(user, [bytes(key.credential_id) for key in Passkey.objects.filter(user=user)])


def make(user_id: UUID, name: str, credential: Json, by: Actor) -> UUID:
    """Its id. Invalid where the device's answer is not good, Conflict where it is known, or there are too many."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise Unauthorized
    try:
        found = ceremonies.made(user, credential)
    except CeremonyFailedError:
        raise invalid("#/credential", "answers no options of the last five minutes, or not as it must") from None
    row = Passkey(user=user, name=name, credential_id=found.credential_id, public_key=found.credential_public_key)
    row.sign_count = found.sign_count
    _add(row, by)
    return row.id


@transaction.atomic
def remove(user_id: UUID, passkey_id: UUID, by: Actor) -> None:
    """One of one's own; NotFound where one has no such passkey, Conflict where nothing else would let them in."""
    user = User.objects.select_for_update(no_key=True).get(id=user_id)
    found = user.passkeys.filter(id=passkey_id).first()
    if found is None:
        raise NotFound("You have no such passkey.")
    ways_in.refuse_to_take_the_last(user)
    found.delete()
    record(auditing.PASSKEY_REMOVED, by, Subject("passkey", passkey_id))
    mailing.ask_for(Mail.PASSKEY_REMOVED, user_id)


def remove_all(user_id: UUID, by: Actor) -> None:
    """All of the user's, in the caller's transaction."""
    keys = Passkey.objects.filter(user=user_id).order_by("id")
    for passkey_id in keys.values_list("id", flat=True):
        record(auditing.PASSKEY_REMOVED, by, Subject("passkey", passkey_id))
    keys.delete()


def sign_in(credential: Json, by: Actor, agent: Agent) -> sessions.Pair:
    """Begins a session of whose passkey it is; Unauthorized alike whatever is wrong."""
    try:
        passkey = _shown(credential)
        pair = sessions.sign_in_proven(passkey.user, by, agent)
    except (CeremonyFailedError, Unauthorized):
        record_at_times(auditing.PASSKEY_REFUSED, by, Subject("passkey", None))
        raise Unauthorized("This passkey is not known here, or has not signed as it must.") from None
    return pair


@transaction.atomic
def _add(row: Passkey, by: Actor) -> None:
    User.objects.select_for_update(no_key=True).get(id=row.user_id)
    if Passkey.objects.filter(user=row.user).count() >= MOST:
        raise Conflict(f"You have {MOST} passkeys: remove one first.")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict("This passkey is known already.") from None
    record(auditing.PASSKEY_MADE, by, Subject("passkey", row.id))
    mailing.ask_for(Mail.PASSKEY_MADE, row.user_id)


def _shown(credential: Json) -> Passkey:
    """One conditional UPDATE notes its count: of two answers with the same one, one is taken."""
    found = Passkey.objects.select_related("user").filter(credential_id=ceremonies.credential_id(credential)).first()
    if found is None:
        raise CeremonyFailedError
    count = ceremonies.new_sign_count(found, credential)
    same = Passkey.objects.filter(id=found.id, sign_count=found.sign_count)
    if not same.update(sign_count=count, used_at=clock.now()):
        raise CeremonyFailedError
    return found
