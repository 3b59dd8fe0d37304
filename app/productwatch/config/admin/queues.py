"""Celery's queues as they lie in Redis: how long each is, and what waits first; no arguments are shown."""

from dataclasses import dataclass

import orjson

from productwatch.config.queues import broker_transport_options
from productwatch.platform.redis import guarded, redis
from productwatch.processes import QUEUES

SHOWN = 20
"""Tasks of each queue."""

_PREFIX = str(broker_transport_options["global_keyprefix"])


@dataclass(frozen=True, slots=True)
class Queue:
    """`first` are the names and ids of the tasks that are taken next."""

    name: str
    waiting: int
    first: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Queues:
    """`under_way` are tasks that a worker has taken and not yet acknowledged."""

    queues: list[Queue]
    under_way: int


def queues() -> Queues:
    """RedisAway where nobody can tell."""
    with guarded():
        trip = redis().pipeline(transaction=False)
        for name in QUEUES:
            trip.llen(_PREFIX + name)
            trip.lrange(_PREFIX + name, -SHOWN, -1)
        trip.hlen(f"{_PREFIX}unacked")
        *found, under_way = trip.execute()
    lists = zip(QUEUES, found[::2], found[1::2], strict=True)
    return Queues([Queue(name, waiting, _tasks(last)) for name, waiting, last in lists], under_way)


def _tasks(messages: list[bytes]) -> list[tuple[str, str]]:
    """Workers take from a list's end."""
    headers = [orjson.loads(message).get("headers", {}) for message in reversed(messages)]
    return [(str(header.get("task", "")), str(header.get("id", ""))) for header in headers]
