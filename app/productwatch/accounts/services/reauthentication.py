"""Showing once more who one is, for what outlives a session or cannot be taken back."""

from datetime import timedelta

from productwatch.accounts.models import RefreshFamily, User
from productwatch.accounts.services import passwords, second_factor
from productwatch.audit.actors import Actor
from productwatch.platform import clock
from productwatch.platform.auth import Principal
from productwatch.platform.problems import Unauthorized, invalid

JUST_NOW = timedelta(minutes=10)
"""In which who has no password must have signed in."""


def reauthenticated(who: Principal, password: str | None, code: str | None, by: Actor) -> User:
    """The user, where they show the password, or have just signed in where there is none, and a second factor's code.

    Invalid where it is not so; QuotaExceeded after too many codes.
    """
    user = User.objects.filter(id=who.user_id, is_active=True).select_related("second_factor").first()
    if user is None:
        raise Unauthorized
    if user.has_usable_password():
        passwords.confirmed(user.id, password or "", by)
    else:
        _refuse_old(who, user)
    if second_factor.demanded(user) and not (code and second_factor.fits(user, code, by)):
        raise invalid("#/code", second_factor.hint(clock.now()))
    return user


def _refuse_old(who: Principal, user: User) -> None:
    began = RefreshFamily.objects.filter(id=who.session_id, user=user, ended_at=None)
    if not began.filter(started_at__gte=clock.now() - JUST_NOW).exists():
        raise invalid("#/password", "you have none: sign in again, and ask within ten minutes")
