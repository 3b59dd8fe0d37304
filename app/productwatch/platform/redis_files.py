"""Redis' own files: what was deleted stays in them until they are written anew."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from redis.exceptions import ResponseError

from productwatch.platform.redis import guarded, redis

PAUSE = 0.1
"""Seconds between two looks at a server that writes."""

_AT_IT = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")


def rewritten(patience: float) -> bool:
    """Has the server write its append-only file and its snapshot anew, those of both that it keeps.

    True once they hold nothing that was deleted before the call; False where that took longer than `patience` seconds,
    or failed. ResponseError where the server lets nobody ask for it. Copies that were made elsewhere stay as they are.
    """
    deadline = monotonic() + patience
    if not _idle(deadline):
        return False
    with guarded():
        appends, saves = _asked()["aof_enabled"] == 1, _saves()
    appended = not appends or _done(redis().bgrewriteaof, "aof_last_bgrewrite_status", deadline)
    saved = not saves or _done(redis().bgsave, "rdb_last_bgsave_status", deadline)
    return appended and saved


def _done(begin: Callable[[], object], status: str, deadline: float) -> bool:
    with guarded():
        begin()
    return _idle(deadline) and _asked()[status] == "ok"


def _idle(deadline: float) -> bool:
    """Whether nothing is being written any more, before the deadline."""
    while any(_asked()[name] for name in _AT_IT):
        if monotonic() > deadline:
            return False
        sleep(PAUSE)
    return True


def _asked() -> dict[str, Any]:
    with guarded():
        found: dict[str, Any] = redis().info("persistence")
    return found


def _saves() -> bool:
    """Whether it makes snapshots by itself; a server that does not tell is taken for one that does."""
    try:
        return bool(redis().config_get("save").get("save", ""))
    except ResponseError:
        return True
