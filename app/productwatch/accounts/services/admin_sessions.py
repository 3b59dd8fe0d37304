"""Sessions of the admin: a cookie, known by its keyed hash alone, and asked for in the database at each request.

They are sessions as any other: listed, ended, audited and swept with them. A cookie carries the version of its holder's
tokens, which its hash covers: what ends access tokens ends it, too, and at once.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings

from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from productwatch.accounts.services import second_factor
from productwatch.accounts.services.beginnings import First
from productwatch.accounts.services.endings import End, end
from productwatch.accounts.services.sessions import begin
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.platform import clock
from productwatch.platform.agents import UNKNOWN, Agent
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.permissions import is_staff
from productwatch.platform.problems import Forbidden

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
"""After so long without a request a session has ended, and after so long in any case."""

NOTED_EVERY = timedelta(minutes=1)
LONGEST_COOKIE = 100
"""Characters."""


@dataclass(frozen=True, slots=True)
class Session:
    id: UUID
    user: User


class SecondFactorMissing(Forbidden):
    """The password is right, but here that is not enough for anybody."""

    def __init__(self) -> None:
        super().__init__("Here everybody needs a second factor: set one up at /api/v1/auth/second-factor first.")


def sign_in(email: str, password: str, code: str | None = None, by: Actor = THE_SYSTEM, agent: Agent = UNKNOWN) -> str:
    """Begins a session and returns its cookie; whose role has nothing to do here is Unauthorized like a stranger.

    A second factor is asked for as by the API. SecondFactorMissing is raised where the settings demand one of all who
    work here, and the user has none.
    """
    return begin(email, password, by, agent, _given, code=code, may=_may)


def session_of(cookie: str) -> Session | None:
    """The cookie's session, which lives on by this; None where there is none, or none any more."""
    if not cookie.isascii() or len(cookie) > LONGEST_COOKIE:
        return None
    now = clock.now()
    rows = RefreshToken.objects.select_related("family__user").filter(digest=_digest(cookie), expires_at__gt=now)
    row = rows.filter(family__ended_at=None, family__started_at__gt=now - LONGEST).first()
    if row is None or not _holds(row.family.user, cookie):
        return None
    if row.issued_at <= now - NOTED_EVERY:
        RefreshToken.objects.filter(digest=row.digest).update(issued_at=now, expires_at=now + IDLE)
    return Session(row.family_id, row.family.user)


def sign_out(session: Session, by: Actor) -> None:
    end(RefreshFamily.objects.filter(id=session.id), End.LOGOUT, by)


def _may(user: User) -> bool:
    if not is_staff(user.role):
        return False
    if settings.ADMIN_NEEDS_SECOND_FACTOR and not second_factor.demanded(user):
        raise SecondFactorMissing
    return True


def _given(user: User, _session: UUID) -> tuple[First, str]:
    cookie, now = f"{token_urlsafe(32)}.{user.token_version}", clock.now()
    return First(_digest(cookie), now, now + IDLE), cookie


def _holds(user: User, cookie: str) -> bool:
    return user.is_active and is_staff(user.role) and cookie.endswith(f".{user.token_version}")


def _digest(cookie: str) -> bytes:
    return keyed_hash("admin-session", cookie)
