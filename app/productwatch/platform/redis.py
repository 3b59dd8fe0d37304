"""Redis behind a breaker: after a failure nobody waits for it again for a second, so that its absence costs little."""

import logging
from time import monotonic

import redis as client
from django_redis import get_redis_connection

from productwatch.platform.metrics import REDIS_FAILURES

OPEN_SECONDS = 1.0
AWAY = (
    client.ConnectionError,
    client.TimeoutError,
    client.exceptions.ReadOnlyError,
    client.exceptions.OutOfMemoryError,
)

logger = logging.getLogger(__name__)


class RedisAway(Exception):  # noqa: N818 - a state, not a fault of the caller
    """Redis does not answer, or has just not answered."""


class Breaker:
    """Open for a while after each failure; while open, it refuses at once."""

    def __init__(self) -> None:
        self._open_until = 0.0

    def is_open(self) -> bool:
        return monotonic() < self._open_until

    def open(self, reason: Exception) -> None:
        REDIS_FAILURES.inc()
        if not self.is_open():
            logger.warning("redis does not answer", extra={"reason": type(reason).__name__})
        self._open_until = monotonic() + OPEN_SECONDS

    def close(self) -> None:
        self._open_until = 0.0


breaker = Breaker()


def redis() -> "client.Redis":
    """The client, with short timeouts; use it inside `guarded`."""
    found: client.Redis = get_redis_connection("default")
    return found


class guarded:  # noqa: N801 - used as a function
    """Turns a failure of Redis into RedisAway, at once where it has just failed."""

    def __enter__(self) -> None:
        if breaker.is_open():
            raise RedisAway

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, AWAY):
            breaker.open(error)
            raise RedisAway from error
