"""Passwords: whether one fits, whether one is strong enough, and changing it."""

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import EmailChange, RefreshFamily, User
from productwatch.accounts.services import auditing, endings, guessing, mailing, one_time_tokens
from productwatch.audit.actors import Actor
from productwatch.audit.services import record, record_at_times
from productwatch.platform.problems import Conflict, Invalid, Unauthorized, invalid
from productwatch.platform.revocations import revoke


def fits(user: User | None, password: str) -> bool:
    """Costs one hash in every case: Django makes one to compare with where there is nothing to compare.

    A hash of other parameters than today's is renewed, unless the password has been changed meanwhile.
    """
    if user is None:
        return check_password(password, UNUSABLE_PASSWORD_PREFIX)

    def renew(raw: str) -> None:
        renewed = make_password(raw)
        if User.objects.filter(id=user.id, password=user.password).update(password=renewed):
            user.password = renewed

    return check_password(password, user.password, renew)


def refuse_easy(password: str, user: User, pointer: str = "#/password") -> None:
    """Invalid where it is a common one, short, or like the address."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid([{"pointer": pointer, "detail": message} for message in error.messages]) from None


def confirmed(user_id: UUID, password: str, by: Actor, pointer: str = "#/password") -> User:
    """The user, who shows the password once more; Invalid where it is wrong.

    For what outlives a session: whoever has found somebody signed in must not make that last.
    """
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise Unauthorized
    guess = guessing.while_signed_in(user, by)
    guess.begin()
    if not fits(user, password):
        record_at_times(auditing.PASSWORD_REFUSED, by, auditing.the_user(user.id))
        raise invalid(pointer, "is not your password")
    guess.forgive()
    return user


def change(user_id: UUID, session_id: UUID, current: str, new: str, by: Actor) -> None:
    """Sets a new password and ends all other sessions; Invalid where the current one is wrong or the new one easy."""
    user = confirmed(user_id, current, by, "#/current")
    refuse_easy(new, user, "#/new")
    if new == current:
        raise invalid("#/new", "is the password that you have")
    hashed = make_password(new)
    with transaction.atomic():
        same = User.objects.select_for_update(no_key=True).filter(id=user.id, password=user.password, is_active=True)
        now = same.first()
        if now is None:
            raise Conflict("The password has been changed at this very moment.")
        replace(now, hashed, RefreshFamily.objects.exclude(id=session_id), by)
        record(auditing.PASSWORD_CHANGED, by, auditing.the_user(now.id))


def replace(user: User, hashed: str, sessions: QuerySet[RefreshFamily], by: Actor) -> None:
    """Gives the locked user another password, ends those of the sessions that are theirs, and has them told by mail.

    Whatever else was on its way ends, too: links that set a password, and a change of the address.
    """
    user.password, user.token_version = hashed, user.token_version + 1
    user.save(update_fields=["password", "token_version"])
    endings.end(sessions.filter(user=user), endings.End.NEW_PASSWORD, by)
    one_time_tokens.end(user.id)
    EmailChange.objects.filter(user=user).delete()
    mailing.ask_for(Mail.PASSWORD_CHANGED, user.id)
    revoke(user.id, user.token_version)
