"""How a second factor comes and goes: begun with the password, active with a first right code, given up with both."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import RecoveryCode, RefreshFamily, SecondFactor, User
from productwatch.accounts.services import auditing, mailing, recovery_codes, second_factor, totp
from productwatch.accounts.services.endings import End, end
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform import clock
from productwatch.platform.problems import Conflict, Unauthorized, invalid
from productwatch.platform.revocations import revoke
from productwatch.platform.slices import delete_in_slices

TO_CONFIRM = timedelta(minutes=15)
"""How long a secret waits for its first code."""


@transaction.atomic
def begin(user_id: UUID) -> tuple[str, str]:
    """A new secret and its URI, which nobody sees again; one that was begun before counts no more.

    Conflict where a second factor is active.
    """
    user = _locked(user_id)
    if second_factor.demanded(user):
        raise Conflict("You have a second factor: give it up first.")
    secret, kept = totp.new_secret(user)
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": kept, "begun_at": clock.now(), "active_at": None, "last_step": 0}
    )
    return secret, totp.uri(user, secret)


@transaction.atomic
def confirm(user_id: UUID, session_id: UUID, code: str, by: Actor) -> list[str]:
    """Makes it active, ends all other sessions, and returns the recovery codes, which nobody sees again.

    Conflict where none has been begun in time, Invalid where the code does not fit.
    """
    user = _locked(user_id)
    waiting = SecondFactor.objects.filter(user=user, active_at=None, begun_at__gt=clock.now() - TO_CONFIRM).first()
    if waiting is None:
        raise Conflict("No second factor waits for its first code: begin one.")
    step = totp.step_of(user, bytes(waiting.secret), second_factor.as_shown(code), clock.now())
    if step is None:
        raise invalid("#/code", second_factor.hint(clock.now()))
    waiting.last_step, waiting.active_at = step, clock.now()
    waiting.save(update_fields=["last_step", "active_at"])
    end(RefreshFamily.objects.filter(user=user).exclude(id=session_id), End.NEW_FACTOR, by)
    user.token_version += 1
    user.save(update_fields=["token_version"])
    revoke(user.id, user.token_version)
    record(auditing.FACTOR_ON, by, auditing.the_user(user.id))
    mailing.ask_for(Mail.SECOND_FACTOR_ON, user.id)
    return recovery_codes.make(user)


def remake_recovery_codes(user: User, code: str, by: Actor) -> list[str]:
    """New ones, which nobody sees again; those of before count no more. Conflict and Invalid as `give_up`."""
    _shown(user, code, by)
    with transaction.atomic():
        record(auditing.RECOVERY_CODES_MADE, by, auditing.the_user(user.id))
        return recovery_codes.make(user)


def give_up(user: User, code: str, by: Actor) -> None:
    """Conflict where there is no second factor, Invalid where the code does not fit."""
    _shown(user, code, by)
    _take_away(user, auditing.FACTOR_OFF, by)


def reset(user: User, by: Actor) -> bool:
    """Takes away what was lost; False where nothing is there."""
    return _take_away(user, auditing.FACTOR_RESET, by)


def forget_unconfirmed() -> int:
    """Removes secrets that no code has come for in time, in slices, and returns how many they were."""
    late = SecondFactor.objects.filter(active_at=None, begun_at__lt=clock.now() - TO_CONFIRM)
    return delete_in_slices(late.order_by("begun_at"))


def _locked(user_id: UUID) -> User:
    """So that what is begun and what is confirmed come one after the other."""
    user = User.objects.select_for_update(no_key=True).filter(id=user_id, is_active=True).first()
    if user is None:
        raise Unauthorized
    return user


def _shown(user: User, code: str, by: Actor) -> None:
    if not second_factor.demanded(user):
        raise Conflict("You have no second factor.")
    if not second_factor.fits(user, code, by):
        raise invalid("#/code", second_factor.hint(clock.now()))


@transaction.atomic
def _take_away(user: User, act: str, by: Actor) -> bool:
    gone, _ = SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if gone:
        record(act, by, auditing.the_user(user.id))
        mailing.ask_for(Mail.SECOND_FACTOR_OFF, user.id)
    return bool(gone)
