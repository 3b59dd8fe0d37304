"""Another address, confirmed at both ends: who reads the present one agrees, who reads the other one proves it.

Neither is enough. A thief of a session and a password cannot take the account along, for the owner's mailbox has to
agree; a mistyped address, or a stranger's, never becomes one's own, for nobody there proves it.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import EmailChange, Purpose, User
from productwatch.accounts.services import auditing, mailing, one_time_tokens, passwords
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform import clock
from productwatch.platform.problems import Conflict, Invalid, invalid
from productwatch.platform.slices import delete_in_slices

TIME_TO_CONFIRM = timedelta(days=1)
KEPT = timedelta(days=3)
"""Longer than both mails may take one after the other."""

AGREE, PROVE = Purpose.AGREE_TO_EMAIL, Purpose.PROVE_EMAIL

_STAMPS = {AGREE: "agreed_at", PROVE: "proved_at"}
_ACTS = {AGREE: auditing.EMAIL_AGREED, PROVE: auditing.EMAIL_PROVED}


def ask(user_id: UUID, email: str, password: str, by: Actor) -> None:
    """Has a mail sent to both addresses, in place of a change that waits; Invalid where the password is wrong.

    Whether the other address has an account is not even looked at.
    """
    user = passwords.confirmed(user_id, password, by)
    if email == user.email:
        raise invalid("#/email", "is the address that you have")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user.id)
        EmailChange.objects.filter(user=user).delete()
        change = EmailChange.objects.create(user=user, email=email)
        for mail in (Mail.EMAIL_AGREE, Mail.EMAIL_PROVE):
            mailing.ask_for(mail, change.id)
        record(auditing.EMAIL_ASKED, by, auditing.the_user(user.id))


def token_for(change_id: UUID, purpose: Purpose, to: str) -> str | None:
    """A token that confirms the change at that end; None where the change, or that address of it, is no more."""
    change = EmailChange.objects.select_related("user").filter(id=change_id, user__is_active=True).first()
    if change is None or to != (change.user.email if purpose is AGREE else change.email):
        return None
    return one_time_tokens.give(change.id, purpose, TIME_TO_CONFIRM)


def confirm(token: str, by: Actor) -> bool:
    """Confirms one end, and says whether both have: then the address is changed.

    Invalid where the token does not work, Conflict where the other address has an account by now.
    """
    purpose = _purpose_of(token)
    with transaction.atomic():
        change = _locked(one_time_tokens.subject_of(token, purpose))
        one_time_tokens.take(token, purpose)
        setattr(change, _STAMPS[purpose], clock.now())
        change.save()
        record(_ACTS[purpose], by, auditing.the_user(change.user_id))
        is_whole = bool(change.agreed_at and change.proved_at)
        if is_whole:
            _carry_out(change, by)
    return is_whole


def forget_old() -> int:
    """Removes changes that were not confirmed in time, in slices, and returns how many they were."""
    return delete_in_slices(EmailChange.objects.filter(created_at__lt=clock.now() - KEPT).order_by("created_at"))


def _purpose_of(token: str) -> Purpose:
    for purpose in _STAMPS:
        try:
            one_time_tokens.subject_of(token, purpose)
        except Invalid:
            continue
        return purpose
    raise one_time_tokens.refusal()


def _locked(change_id: UUID) -> EmailChange:
    """And its user, who is locked first, as by whatever calls it off."""
    list(User.objects.select_for_update(no_key=True).filter(email_change=change_id).values_list("id"))
    change = EmailChange.objects.select_for_update().filter(id=change_id).first()
    if change is None:
        raise one_time_tokens.refusal()
    return change


def _carry_out(change: EmailChange, by: Actor) -> None:
    """Links that were mailed to the address of before end with it."""
    try:
        with transaction.atomic():
            changed = User.objects.filter(id=change.user_id, is_active=True).update(email=change.email)
    except IntegrityError:
        raise Conflict("The address has an account by now.") from None
    if not changed:
        raise one_time_tokens.refusal()
    one_time_tokens.end(change.user_id, change.id)
    change.delete()
    record(auditing.EMAIL_CHANGED, by, auditing.the_user(change.user_id))
