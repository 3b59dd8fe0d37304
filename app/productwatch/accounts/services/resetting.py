"""Forgotten passwords: who reads the mail of an account's address sets another one.

It may be that a stranger knows the old password and uses the account, so all that the stranger can have begun ends:
sessions, API keys, passkeys, access tokens, linked issuers, other links, and a change of the address. A second factor
stays, and is demanded.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import Purpose, RefreshFamily, User
from productwatch.accounts.services import (
    auditing,
    identities,
    keys,
    known_addresses,
    mailing,
    one_time_tokens,
    passkeys,
    passwords,
)
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.audit.services import record, record_at_times

TIME_TO_RESET = timedelta(hours=4)


def ask(email: str, by: Actor = THE_SYSTEM) -> None:
    """Has a mail sent to the address if it has an account; where it has none, does as much for nobody."""
    user = User.objects.filter(email=email).first()
    with transaction.atomic():
        mailing.ask_for(Mail.PASSWORD_RESET, user.id if user else uuid4())
        record_at_times(auditing.RESET_ASKED, by, auditing.whoever_it_is(user, email))


def token_for(user_id: UUID, to: str) -> str | None:
    """A token that sets the user's password; None where the user is not active, or has another address by now."""
    if not User.objects.filter(id=user_id, email=to, is_active=True).exists():
        return None
    return one_time_tokens.give(user_id, Purpose.RESET_PASSWORD, TIME_TO_RESET)


def reset(token: str, password: str, by: Actor = THE_SYSTEM) -> None:
    """Sets the password; Invalid where the token does not work or the password is too easy."""
    user = User.objects.filter(id=one_time_tokens.subject_of(token, Purpose.RESET_PASSWORD), is_active=True).first()
    if user is None:
        raise one_time_tokens.refusal()
    passwords.refuse_easy(password, user)
    hashed = make_password(password)
    with transaction.atomic():
        locked = _locked(user.id)
        one_time_tokens.take(token, Purpose.RESET_PASSWORD)
        _set(locked, hashed, by.known_as(user.id))


def _locked(user_id: UUID) -> User:
    user = User.objects.select_for_update(no_key=True).filter(id=user_id, is_active=True).first()
    if user is None:
        raise one_time_tokens.refusal()
    return user


def _set(user: User, hashed: str, by: Actor) -> None:
    passwords.replace(user, hashed, RefreshFamily.objects.all(), by)
    keys.revoke_all(user.id, by)
    passkeys.remove_all(user.id, by)
    identities.unlink_all(user, by)
    known_addresses.forget(user)
    known_addresses.note(user, by)
    record(auditing.PASSWORD_RESET, by, auditing.the_user(user.id))
