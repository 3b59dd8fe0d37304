"""API keys: secrets that programs show in place of an access token.

A key ends with a tag that only the holder of the data key can make, so that one that is made up is refused without
asking anybody. Whose a real one is, its keeper tells, and each process remembers it for a while.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import Protocol
from uuid import UUID

from productwatch.platform import clock
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.permissions import Permission, permissions_of
from productwatch.platform.revocations import revocations

START = "pw_"
SHOWN = len(START) + 8
"""Characters by which a key is listed and found; they are no secret."""

REMEMBERED_SECONDS = 30.0
"""How long a process asks nobody. A key that was revoked is heard of sooner, unless Redis is away."""

REFUSED_SECONDS = 5.0
"""The same where it has just heard that the key is nobody's."""

MOST_REMEMBERED = 1000

_SECRET_BYTES, _TAG_BYTES = 24, 6
_FORM = re.compile(r"pw_[A-Za-z0-9_-]{40}")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a key is: `version` is that of the user's tokens, when it was asked for."""

    key_id: UUID
    user_id: UUID
    role: str
    version: int
    scopes: frozenset[str]
    expires_at: datetime

    @property
    def permissions(self) -> frozenset[Permission]:
        """Those of its scopes that its owner has still."""
        return frozenset(found for found in permissions_of(self.role) if found in self.scopes)


class Keeper(Protocol):
    def holder(self, key: str) -> Holder | None:
        """Whose the key is; None where it is nobody's, or not any more."""


class NoKeys:
    """Knows of no key."""

    def holder(self, key: str) -> Holder | None:  # noqa: ARG002
        return None


class Remembering:
    """Asks another keeper, and then nobody for a while."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper, self._lock = keeper, Lock()
        self._known: OrderedDict[bytes, tuple[float, Holder | None]] = OrderedDict()

    def holder(self, key: str) -> Holder | None:
        if not is_well_formed(key):
            return None
        name = digest(key)
        until, found = self._known.get(name, (0.0, None))
        if monotonic() >= until or _is_revoked(found):
            found = self._keeper.holder(key)
            self._remember(name, found)
        return found if found and clock.now() < found.expires_at else None

    def _remember(self, name: bytes, found: Holder | None) -> None:
        with self._lock:
            self._known[name] = (monotonic() + (REMEMBERED_SECONDS if found else REFUSED_SECONDS), found)
            self._known.move_to_end(name)
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)


def new_key() -> str:
    secret = token_urlsafe(_SECRET_BYTES)
    return f"{START}{secret}{_tag(secret)}"


def is_well_formed(key: str) -> bool:
    """Whether we have made it, now or once."""
    secret = key[len(START) : -8]
    return bool(_FORM.fullmatch(key)) and hmac.compare_digest(key[-8:], _tag(secret))


def digest(key: str) -> bytes:
    """What is kept of it, 32 bytes."""
    return keyed_hash("api-key", key)


def _tag(secret: str) -> str:
    return urlsafe_b64encode(keyed_hash("api-key-tag", secret)[:_TAG_BYTES]).decode()


def _is_revoked(found: Holder | None) -> bool:
    return found is not None and (revocations.cover(found.key_id) or revocations.cover(found.user_id, found.version))


_keeper: Keeper = NoKeys()


def keeper() -> Keeper:
    return _keeper


def set_keeper(keeper: Keeper) -> None:
    """From now on that one tells whose a key is."""
    global _keeper  # noqa: PLW0603 - one process, one keeper
    _keeper = keeper
