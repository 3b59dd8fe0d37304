"""Sessions: signing in, refreshing, signing out.

A session is a family of refresh tokens, each used once for the next. The next one's id is derived from the used one's
with the data key, so a client whose answer was lost gets the very token that it missed, and no row holds a token.
A used token that comes again otherwise was stolen, or its thief came first: the whole family ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from productwatch.accounts.services import (
    auditing,
    beginnings,
    claimants,
    guessing,
    known_addresses,
    passwords,
    second_factor,
)
from productwatch.accounts.services.beginnings import First, Give
from productwatch.accounts.services.endings import End, end
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.audit.services import record_at_times
from productwatch.platform import clock, tokens
from productwatch.platform.agents import UNKNOWN, Agent
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import Unauthorized

LOST_ANSWER = timedelta(seconds=10)
"""How long a used token still brings its successor, unless that has been used."""

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Pair:
    access: str
    refresh: str


def sign_in(email: str, password: str, by: Actor = THE_SYSTEM, agent: Agent = UNKNOWN, code: str | None = None) -> Pair:
    """Begins a session of the API; refused as `begin`."""
    return begin(email, password, by, agent, _first_pair, code=code)


def sign_in_proven(user: User, by: Actor, agent: Agent) -> Pair:
    """Begins a session of the API for whom a passkey has shown to be the user; Unauthorized where they may not."""
    pair = _begun(user, by, agent, _first_pair) if user.is_active else None
    if pair is None:
        raise Unauthorized("Nobody can sign in to this account now.")
    return pair


def sign_in_known(user: User, by: Actor, agent: Agent, code: str | None = None) -> Pair:
    """Begins a session of the API for whom something else than a password has shown to be the user.

    Unauthorized where the user was deactivated, or has changed since the row was read; a second factor that is demanded
    is demanded here, too: see second_factor.check.
    """
    if user.is_active and second_factor.demanded(user):
        second_factor.check(user, code, by)
    pair = _begun(user, by, agent, _first_pair)
    if pair is None:
        record_at_times(auditing.SIGN_IN_REFUSED, by, auditing.the_user(user.id))
        raise Unauthorized("Nobody can sign in to this account now.")
    return pair


def begin(  # noqa: PLR0913 - who, with what, from where, to what, and who else may not
    email: str,
    password: str,
    by: Actor,
    agent: Agent,
    give: Give[Given],
    *,
    code: str | None = None,
    may: Callable[[User], bool] = lambda _user: True,
) -> Given:
    """Begins a session, and returns what `give` gives for it in the same transaction.

    An unknown address, a wrong password, a deactivated user and one who may not are Unauthorized alike. All others,
    who have shown the password, are told of a second factor that is demanded: see second_factor.check. QuotaExceeded
    where the account is being guessed at, see guessing.
    """
    user, seen = claimants.of_address(email, by)
    guess = guessing.at_sign_in(email, by, is_known=seen is not None)
    guess.begin()
    known = user if passwords.fits(user, password) and user and user.is_active and may(user) else None
    if known:
        guess.forgive()
    if known and second_factor.demanded(known):
        second_factor.check(known, code, by)
    given = _begun(known, by, agent, give, seen) if known else None
    if given is None:
        record_at_times(auditing.SIGN_IN_REFUSED, by, auditing.whoever_it_is(user, email))
        raise Unauthorized("The address or the password is wrong.")
    return given


def refresh(token: str, by: Actor = THE_SYSTEM) -> Pair:
    """The pair that follows a refresh token; Unauthorized where the session has ended, or ends now by a reuse."""
    jti, now = _claims(token)["jti"], clock.now()
    with transaction.atomic():
        pair = _rotated(jti, now, by)
    if pair is None:
        raise Unauthorized("The session has ended: sign in again.")
    return pair


def sign_out(token: str, by: Actor = THE_SYSTEM) -> None:
    """Ends the token's session, whether the token was used or not; a session that has ended stays as it is."""
    family = RefreshFamily.objects.filter(tokens=_digest(_claims(token)["jti"])).first()
    if family:
        end(RefreshFamily.objects.filter(id=family.id), End.LOGOUT, by.known_as(family.user_id))


def _begun(user: User, by: Actor, agent: Agent, give: Give[Given], seen: datetime | None = None) -> Given | None:
    given = beginnings.begin(user, by, agent, give)
    if given is not None:
        known_addresses.note(user, by, seen)
    return given


def _claims(token: str) -> dict[str, Any]:
    return tokens.verified(tokens.RefreshToken, token, required=("jti",))


def _rotated(jti: str, now: datetime, by: Actor) -> Pair | None:
    """One conditional UPDATE consumes the token. Who comes second waits for the first, and finds its successor."""
    first = bool(RefreshToken.objects.filter(digest=_digest(jti), used_at=None).update(used_at=now))
    used = RefreshToken.objects.select_related("family__user").filter(digest=_digest(jti)).first()
    if used is None or used.family.ended_at:
        return None
    if not used.family.user.is_active:
        end(RefreshFamily.objects.filter(id=used.family_id), End.DEACTIVATION, by)
        return None
    successor = _successor(jti)
    pair = _issued(used.family, successor, now) if first else _repeated(used, successor, now)
    if pair is None:
        end(RefreshFamily.objects.filter(id=used.family_id), End.REUSE, by)
    return pair


def _repeated(used: RefreshToken, jti: str, now: datetime) -> Pair | None:
    """The successor once more, where its answer may have been lost."""
    successor = RefreshToken.objects.filter(digest=_digest(jti), used_at=None).first()
    if successor is None or used.used_at is None or now - used.used_at > LOST_ANSWER:
        return None
    return _signed(used.family.user, used.family_id, jti, successor)


def _first_pair(user: User, session: UUID) -> tuple[First, Pair]:
    jti = uuid4().hex
    first = _token(jti, clock.now())
    return first, _signed(user, session, jti, first)


def _issued(family: RefreshFamily, jti: str, now: datetime) -> Pair:
    token = _token(jti, now)
    family.tokens.create(**token._asdict())
    return _signed(family.user, family.id, jti, token)


def _token(jti: str, now: datetime) -> First:
    return First(_digest(jti), now, now + tokens.RefreshToken.lifetime)


def _signed(user: User, session: UUID, jti: str, token: First | RefreshToken) -> Pair:
    owner, now = {"sub": str(user.id), "sid": str(session)}, clock.now()
    rights = {"jti": uuid4().hex, "role": user.role, "ver": user.token_version}
    access = tokens.signed(tokens.AccessToken, owner | rights, now, now + tokens.AccessToken.lifetime)
    refresh = tokens.signed(tokens.RefreshToken, owner | {"jti": jti}, token.issued_at, token.expires_at)
    return Pair(access, refresh)


def _successor(jti: str) -> str:
    return keyed_hash("refresh-token-successor", jti)[:16].hex()


def _digest(jti: str) -> bytes:
    return keyed_hash("refresh-token", jti)
