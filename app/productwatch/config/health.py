"""Health: what each dependency is like now, and whether this process has once seen them all.

A running pod stays in service while a shared server is away: no other pod could do better, and kept reads still answer.
"""

from collections.abc import Callable

from django.db import connection

from productwatch.platform import keyring
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.redis import RedisAway, guarded, redis

States = dict[str, str]

_started = False


def states() -> States:
    return {
        "database": _state(_ask_database, *DATABASE_AWAY),
        "redis": _state(_ask_redis, RedisAway),
        "signing_keys": _state(keyring.current, keyring.NoRing),
    }


def has_started(states: States) -> bool:
    """Once started is started: readiness then says no more of the dependencies."""
    global _started  # noqa: PLW0603 - one process, one start
    _started = _started or all(state == "ok" for name, state in states.items() if name != "redis")
    return _started


def _state(ask: Callable[[], object], *away: type[Exception]) -> str:
    try:
        ask()
    except away:
        return "away"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    with guarded():
        redis().ping()
