"""Sessions: signing in, refreshing, signing out.

A session is a family of refresh tokens, each used once for the next. The next one's id is derived from the used one's
with the data key, so a client whose answer was lost gets the very token that it missed, and no row holds a token.
A used token that comes again otherwise was stolen, or its thief came first: the whole family ends.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction

from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from productwatch.platform import clock, tokens
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import Unauthorized

logger = logging.getLogger(__name__)

LOST_ANSWER = timedelta(seconds=10)
"""How long a used token still brings its successor, unless that has been used."""

End = RefreshFamily.End


@dataclass(frozen=True, slots=True)
class Pair:
    access: str
    refresh: str


def sign_in(email: str, password: str) -> Pair:
    """Begins a session; an unknown address, a wrong password and a deactivated user are Unauthorized alike."""
    user = User.objects.filter(email=email).first()
    if not _fits(user, password) or user is None or not user.is_active:
        raise Unauthorized("The address or the password is wrong.")
    with transaction.atomic():
        family = RefreshFamily.objects.create(user=user)
        return _issued(family, uuid4().hex, clock.now())


def refresh(token: str) -> Pair:
    """The pair that follows a refresh token; Unauthorized where the session has ended, or ends now by a reuse."""
    jti, now = _claims(token)["jti"], clock.now()
    with transaction.atomic():
        pair = _rotated(jti, now)
    if pair is None:
        raise Unauthorized("The session has ended: sign in again.")
    return pair


def sign_out(token: str) -> None:
    """Ends the token's session, whether the token was used or not; a session that has ended stays as it is."""
    family = RefreshFamily.objects.filter(tokens=_digest(_claims(token)["jti"])).first()
    if family:
        _end(family, End.LOGOUT, clock.now())


def _fits(user: User | None, password: str) -> bool:
    """Costs one hash in every case: Django makes one to compare with where there is nothing to compare."""
    return user.check_password(password) if user else check_password(password, UNUSABLE_PASSWORD_PREFIX)


def _claims(token: str) -> dict[str, Any]:
    return tokens.verified(tokens.RefreshToken, token, required=("jti",))


def _rotated(jti: str, now: datetime) -> Pair | None:
    """One conditional UPDATE consumes the token. Who comes second waits for the first, and finds its successor."""
    first = bool(RefreshToken.objects.filter(digest=_digest(jti), used_at=None).update(used_at=now))
    used = RefreshToken.objects.select_related("family__user").filter(digest=_digest(jti)).first()
    if used is None or used.family.ended_at:
        return None
    if not used.family.user.is_active:
        _end(used.family, End.DEACTIVATION, now)
        return None
    successor = _successor(jti)
    pair = _issued(used.family, successor, now) if first else _repeated(used, successor, now)
    if pair is None:
        _end(used.family, End.REUSE, now)
    return pair


def _repeated(used: RefreshToken, jti: str, now: datetime) -> Pair | None:
    """The successor once more, where its answer may have been lost."""
    successor = RefreshToken.objects.filter(digest=_digest(jti), used_at=None).first()
    if successor is None or used.used_at is None or now - used.used_at > LOST_ANSWER:
        return None
    return _signed(used.family, jti, successor)


def _issued(family: RefreshFamily, jti: str, now: datetime) -> Pair:
    token = family.tokens.create(digest=_digest(jti), issued_at=now, expires_at=now + tokens.RefreshToken.lifetime)
    return _signed(family, jti, token)


def _signed(family: RefreshFamily, jti: str, row: RefreshToken) -> Pair:
    owner = {"sub": str(family.user.id), "sid": str(family.id)}
    token, access = tokens.RefreshToken(), tokens.AccessToken()
    token.payload |= owner | {"jti": jti, "iat": int(row.issued_at.timestamp()), "exp": int(row.expires_at.timestamp())}
    access.payload |= owner | {"role": family.user.role}
    return Pair(str(access), str(token))


def _end(family: RefreshFamily, by: End, now: datetime) -> None:
    if RefreshFamily.objects.filter(id=family.id, ended_at=None).update(ended_at=now, ended_by=by):
        level = logging.WARNING if by is End.REUSE else logging.INFO
        logger.log(
            level, "a session ended", extra={"reason": str(by), "session": str(family.id), "user": str(family.user_id)}
        )


def _successor(jti: str) -> str:
    return keyed_hash("refresh-token-successor", jti)[:16].hex()


def _digest(jti: str) -> bytes:
    return keyed_hash("refresh-token", jti)
