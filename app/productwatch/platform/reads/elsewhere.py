"""The bytes of answers in a Redis of their own, where an installation has one: memory that nothing else needs.

Marks stay where limits and visits are. Bytes name the mark under which they were read, so nothing has to happen in one
step: bytes of another mark hold nothing. Without that server each answer is read anew, and all else goes on.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django_redis import get_redis_connection

from productwatch.platform.redis import AWAY, Breaker

ALIAS = "answers"

breaker = Breaker()


def is_had() -> bool:
    return ALIAS in settings.CACHES


def found(key: str) -> bytes | None:
    """None where there are none, and where nobody can be asked."""
    stored: bytes | None = _asked(lambda server: server.get(key))
    return stored


def keep(key: str, stored: bytes, seconds: int) -> None:
    _asked(lambda server: server.set(key, stored, ex=seconds))


def _asked(work: Callable[[Any], Any]) -> Any:
    if breaker.is_open():
        return None
    try:
        return work(get_redis_connection(ALIAS))
    except AWAY as error:
        breaker.open(error)
        return None
