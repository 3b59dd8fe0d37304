"""Revocations: what is refused although its token says otherwise, until every such token has ended by itself.

Whatever takes rights away raises its holder's version, and tells it here when it has committed; a token carries the
version of when it was signed. What was told lies in Redis by time, and each process looks there every few seconds: a
token is checked without asking anybody. While Redis is away the last look holds, and what is told meanwhile is lost:
a token then lives on to its end.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings

from productwatch.platform import clock
from productwatch.platform.after_commit import AfterCommit
from productwatch.platform.metrics import REVOCATIONS_LOST
from productwatch.platform.redis import RedisAway, guarded, redis

LOOK_SECONDS = 5.0
"""How long a process may not have heard of a revocation."""

_SLACK = 120
"""Seconds for which one is told beyond a token's life: for clocks that differ, and slow processes."""

_KEY = "revocations"

logger = logging.getLogger(__name__)

Told = tuple[UUID, int]


def revoke(holder: UUID, below: int = 1) -> None:
    """Once the current transaction has committed: tokens of the holder (a user, a session, a key) of a version below
    that one count no more. Never raises.
    """
    _telling.add((holder, below))


class Revocations:
    """What one process knows of them; `look` tells all that may still matter, RedisAway that nobody can tell."""

    def __init__(self, look: Callable[[], Iterable[Told]]) -> None:
        self._look, self._lock = look, Lock()
        self._next_look = 0.0
        self._least: dict[UUID, int] = {}

    def cover(self, holder: UUID, version: int = 0) -> bool:
        """Whether tokens of that version count no more."""
        if monotonic() >= self._next_look:
            self._refresh()
        return version < self._least.get(holder, 0)

    def look_again(self) -> None:
        """Something was told just now."""
        self._next_look = 0.0

    def _refresh(self) -> None:
        with self._lock:
            if monotonic() < self._next_look:
                return
            with suppress(RedisAway):
                self._least = _highest(self._look())
            self._next_look = monotonic() + LOOK_SECONDS


def _highest(told: Iterable[Told]) -> dict[UUID, int]:
    least: dict[UUID, int] = {}
    for holder, below in told:
        least[holder] = max(below, least.get(holder, 0))
    return least


def _recent() -> list[Told]:
    with guarded():
        found: Any = redis().zrangebyscore(_KEY, _end_of_the_old(), "+inf")
    return [(UUID(bytes=member[:16]), int(member[16:])) for member in found]


def _tell(told: list[Told]) -> None:
    try:
        with guarded():
            trip = redis().pipeline(transaction=False)
            trip.zremrangebyscore(_KEY, "-inf", _end_of_the_old())
            now = clock.now().timestamp()
            trip.zadd(_KEY, {holder.bytes + str(below).encode(): now for holder, below in told})
            trip.execute()
    except RedisAway:
        REVOCATIONS_LOST.inc(len(told))
        logger.warning("tokens that were revoked live on to their end", extra={"revocations": len(told)})
    revocations.look_again()


def _end_of_the_old() -> float:
    return clock.now().timestamp() - settings.ACCESS_TOKEN_SECONDS - _SLACK


_telling = AfterCommit(_tell)
revocations = Revocations(_recent)
