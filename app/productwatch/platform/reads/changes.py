"""Telling that a resource has changed: its mark is dropped, and with it the draft of who reads it now."""

import logging

from productwatch.platform.after_commit import AfterCommit
from productwatch.platform.metrics import DROPS_LOST
from productwatch.platform.reads.kept import STALE_SECONDS
from productwatch.platform.redis import RedisAway, guarded, redis

TOGETHER = 1000
"""Resources whose marks one command drops: nobody shall wait long for it."""

logger = logging.getLogger(__name__)


def changed(*resources: str) -> None:
    """Makes every answer about these resources stale once the current transaction has committed; never raises."""
    _dropping.add(*resources)


def drop(*resources: str) -> None:
    """Makes them stale now; RedisAway where that cannot be. Dropping twice does no harm, so it may be repeated."""
    for first in range(0, len(resources), TOGETHER):
        keys = [f"{kind}:{resource}" for resource in resources[first : first + TOGETHER] for kind in ("mark", "draft")]
        with guarded():
            redis().delete(*keys)


def _drop_or_count(resources: list[str]) -> None:
    try:
        drop(*resources)
    except RedisAway:
        DROPS_LOST.inc(len(resources))
        logger.warning(
            "answers may be stale for a while", extra={"resources": len(resources), "seconds": STALE_SECONDS}
        )


_dropping = AfterCommit(_drop_or_count)
