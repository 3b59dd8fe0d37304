"""The second factor at work: a code of the user's app, or a recovery code, each taken once.

An app's code is one of a million, so tries are counted; a recovery code cannot be guessed, so it is taken however
many tries there were, and nobody who tries codes keeps the owner out.
"""

import re
from datetime import datetime

from productwatch.accounts.models import SecondFactor, User
from productwatch.accounts.services import auditing, guessing, recovery_codes, totp
from productwatch.audit.actors import Actor
from productwatch.audit.services import record, record_at_times
from productwatch.platform import clock
from productwatch.platform.problems import Unauthorized

_BETWEEN = re.compile(r"[\s-]")


class SecondFactorRequired(Unauthorized):
    """The password is right, and not enough."""

    kind = "second-factor-required"

    def __init__(self) -> None:
        super().__init__("Send `code`, too: that of your authenticator app, or a recovery code.")


class SecondFactorRefused(Unauthorized):
    """The password is right, the code is not."""

    kind = "second-factor-refused"

    def __init__(self, now: datetime) -> None:
        super().__init__(hint(now))


def demanded(user: User) -> bool:
    """Costs no statement where the user was read with `select_related("second_factor")`."""
    factor: SecondFactor | None = getattr(user, "second_factor", None)
    return factor is not None and factor.active_at is not None


def check(user: User, code: str | None, by: Actor) -> None:
    """Of a user of whom it is demanded, and who has shown something else before.

    SecondFactorRequired without a code, SecondFactorRefused where it does not fit, or no more; QuotaExceeded where
    there were too many tries.
    """
    if code is None:
        record_at_times(auditing.FACTOR_MISSING, by, auditing.the_user(user.id))
        raise SecondFactorRequired
    if not fits(user, code, by):
        raise SecondFactorRefused(clock.now())


def fits(user: User, code: str, by: Actor) -> bool:
    """Whether it is a code of the user's, which it is no more; QuotaExceeded as above."""
    plain = as_shown(code)
    if recovery_codes.FORM.fullmatch(plain):
        found = _recovers(user, plain, by)
    else:
        found = bool(totp.FORM.fullmatch(plain)) and _is_of_the_app(user, plain, by)
    if not found:
        record_at_times(auditing.FACTOR_REFUSED, by, auditing.the_user(user.id))
    return found


def as_shown(code: str) -> str:
    """Without the spaces and hyphens between which people read and type codes."""
    return _BETWEEN.sub("", code).upper()


def hint(now: datetime) -> str:
    """What to look at where a code was refused; the same for everybody and every code."""
    return (
        "The code is wrong, or has been used. A code of an app is good for a minute and once: see that the device's"
        f" clock is right, it is {now:%H:%M:%S} UTC."
    )


def _recovers(user: User, code: str, by: Actor) -> bool:
    used = recovery_codes.use(user, code)
    if used:
        record(auditing.RECOVERY_CODE_USED, by.known_as(user.id), auditing.the_user(user.id))
    return used


def _is_of_the_app(user: User, code: str, by: Actor) -> bool:
    guess = guessing.of_code(user, by)
    guess.begin()
    step = totp.step_of(user, bytes(user.second_factor.secret), code, clock.now()) if demanded(user) else None
    if step is None or not _taken(user.second_factor, step):
        return False
    guess.forgive()
    return True


def _taken(factor: SecondFactor, step: int) -> bool:
    """One conditional UPDATE: of two who show the same code, one is let in."""
    same = SecondFactor.objects.filter(user=factor.user_id, secret=factor.secret, active_at__isnull=False)
    return bool(same.filter(last_step__lt=step).update(last_step=step))
