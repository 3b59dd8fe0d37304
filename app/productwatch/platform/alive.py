"""Who runs: each process that turns a loop says so in Redis now and then, for people who look on.

Nothing depends on it: probes look at heartbeats (see heartbeat), and while Redis is away nobody is said to run.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from socket import gethostname
from typing import Any, NamedTuple

from productwatch.platform import clock
from productwatch.platform.redis import RedisAway, guarded, redis

FORGOTTEN = timedelta(hours=1)
"""After so long a silent process is listed no more."""

_KEY = "alive"


class Sign(NamedTuple):
    kind: str
    host: str
    at: datetime


def tell(kind: str) -> None:
    """This host's process of that kind runs. Never raises."""
    now = clock.now()
    with suppress(RedisAway), guarded():
        trip = redis().pipeline(transaction=False)
        trip.zadd(_KEY, {f"{kind}:{gethostname()}": now.timestamp()})
        trip.zremrangebyscore(_KEY, "-inf", (now - FORGOTTEN).timestamp())
        trip.execute()


def signs() -> list[Sign]:
    """The last sign of each, by kind and host; RedisAway where nobody can tell."""
    with guarded():
        found: Any = redis().zrange(_KEY, 0, -1, withscores=True)
    return sorted(_sign(name.decode(), score) for name, score in found)


def _sign(name: str, score: float) -> Sign:
    kind, _, host = name.partition(":")
    return Sign(kind, host, datetime.fromtimestamp(score, UTC))
