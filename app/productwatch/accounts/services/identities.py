"""Identities: whose an issuer's person is, by what was linked and never by an address alone.

An address says who somebody is only where the issuer vouches for it (see Issuer.vouches): then it is linked to the
account that has the address, each of which is confirmed, or makes one. Anything else is told the same, whether the
address has an account or not, and is linked by whoever signs in and asks for it.
"""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from productwatch.accounts.addresses import address
from productwatch.accounts.mails import Mail
from productwatch.accounts.models import Identity, User
from productwatch.accounts.services import auditing, mailing, ways_in
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform import clock
from productwatch.platform.openid.issuers import Issuer, Person
from productwatch.platform.problems import Conflict, Forbidden, NotFound


class NotLinked(Forbidden):
    """Nobody here is known to be that person."""

    kind = "openid-not-linked"

    def __init__(self) -> None:
        super().__init__(
            "This is linked to no account. If you have one, sign in to it and link this; else register first."
        )


def owner_of(person: Person, issuer: Issuer, by: Actor) -> User:
    """Whose it is; where it is nobody's, and the issuer vouches for the address, the address's owner's from now on.

    NotLinked where it is nobody's and stays so.
    """
    known = (
        Identity.objects.select_related("user__second_factor")
        .filter(issuer=person.issuer, subject=person.subject)
        .first()
    )
    if known:
        Identity.objects.filter(id=known.id).update(used_at=clock.now())
        return known.user
    vouched = _with_address(person)
    if not issuer.vouches(vouched):
        raise NotLinked
    return _taken_in(vouched, by)


@transaction.atomic
def link(user_id: UUID, version: int, person: Person, by: Actor) -> User:
    """Conflict where the person is somebody else's, or the user is another person there; NotLinked where what the user
    showed of that token version counts no more.
    """
    same = User.objects.filter(id=user_id, token_version=version, is_active=True)
    user = same.select_for_update(no_key=True).first()
    if user is None:
        raise NotLinked
    _add(user, person, by)
    return user


@transaction.atomic
def unlink(user_id: UUID, identity_id: UUID, by: Actor) -> None:
    """NotFound where it is none of the user's, Conflict where nothing else would let them in."""
    user = User.objects.select_for_update(no_key=True).get(id=user_id)
    found = user.identities.filter(id=identity_id).first()
    if found is None:
        raise NotFound("You have linked no such identity, or not any more.")
    ways_in.refuse_to_take_the_last(user)
    record(auditing.IDENTITY_UNLINKED, by, auditing.the_user(user_id), issuer=found.issuer)
    found.delete()


def unlink_all(user: User, by: Actor) -> None:
    """In the transaction of a reset: whoever knew the password may have linked an identity of their own."""
    found = list(user.identities.values_list("issuer", flat=True))
    if found:
        user.identities.all().delete()
    for issuer in found:
        record(auditing.IDENTITY_UNLINKED, by, auditing.the_user(user.id), issuer=issuer)


@transaction.atomic
def _taken_in(person: Person, by: Actor) -> User:
    """An account that is made here has no password that anybody knows, until its owner resets it."""
    made = User(email=person.email or "", password=make_password(None))
    User.objects.bulk_create([made], ignore_conflicts=True)
    user = User.objects.select_for_update(no_key=True).get(email=person.email)
    if user.id == made.id:
        record(auditing.REGISTERED, by.known_as(user.id), auditing.the_user(user.id), issuer=person.issuer)
    try:
        _add(user, person, by.known_as(user.id))
    except Conflict:
        raise NotLinked from None
    return user


def _add(user: User, person: Person, by: Actor) -> None:
    """Conflict as `link`; who comes second with the same person finds it linked."""
    row = {"issuer": person.issuer, "subject": person.subject}
    if user.identities.filter(**row).exists():
        return
    try:
        with transaction.atomic():
            user.identities.create(**row, used_at=clock.now())
    except IntegrityError:
        raise Conflict("This is linked to another account, or your account to another one there.") from None
    record(auditing.IDENTITY_LINKED, by, auditing.the_user(user.id), issuer=person.issuer)
    mailing.ask_for(Mail.IDENTITY_LINKED, user.id)


def _with_address(person: Person) -> Person:
    """With the address as we spell it, or none where it is none for us."""
    try:
        return replace(person, email=address(person.email or ""))
    except ValueError:
        return replace(person, email=None)
