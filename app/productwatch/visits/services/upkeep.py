"""What is to be done from time to time: partitions ahead of need, old salts out of the world."""

import logging
from datetime import timedelta

from redis.exceptions import ResponseError

from productwatch.platform import clock, redis_files
from productwatch.platform.redis import guarded
from productwatch.visits import salts
from productwatch.visits.services import partitions
from productwatch.visits.services.backfill import memory

DAYS_AHEAD = 3
PATIENCE = 120.0
"""Seconds for which Redis may write its files; the next turn begins anew."""

logger = logging.getLogger(__name__)


def keep_up() -> int:
    """Makes the partitions of the coming days and destroys the salts of 48 hours ago; how many salts those were."""
    today = clock.today()
    partitions.ensure(today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    with guarded():
        destroyed = salts.destroy_before(today)
        memory.forget_old()
    wipe_traces()
    return destroyed


def wipe_traces() -> None:
    """Has Redis write its files anew where they may hold a salt that was destroyed."""
    with guarded():
        traces = salts.traces()
    if traces is None:
        return
    try:
        done = redis_files.rewritten(PATIENCE)
    except ResponseError as error:
        logger.warning("redis does not rewrite its files", extra={"reason": str(error)})
        return
    if done:
        with guarded():
            salts.wiped(traces)
        logger.info("no file of redis holds a destroyed salt any more")
