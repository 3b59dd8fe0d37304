"""What becomes of days that are over: rolled up soon, and their raw rows dropped when they are old."""

import logging
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import OperationalError

from productwatch.platform import clock
from productwatch.visits import selectors
from productwatch.visits.models import Minute
from productwatch.visits.services import partitions, rolling

logger = logging.getLogger(__name__)

AT_MOST = 100.0
"""Seconds after which no further day is begun: the next minute goes on."""

_MINUTES_LIVE = timedelta(hours=2)


def close_days() -> int:
    """Rolls up what waits, then drops what is old; how many days were rolled."""
    began, rolled = monotonic(), 0
    Minute.objects.filter(start__lt=clock.now() - _MINUTES_LIVE).delete()
    for day in selectors.days_waiting():
        if monotonic() - began > AT_MOST:
            return rolled
        rolling.roll(day)
        rolled += 1
    _drop_old()
    return rolled


def _drop_old() -> None:
    for day in partitions.before(clock.today() - timedelta(days=settings.VISITS_RAW_DAYS)):
        try:
            dropped = partitions.drop(day)
        except OperationalError:  # somebody reads for long
            logger.warning("old visits are dropped later", extra={"day": day.isoformat()})
            return
        if dropped:
            logger.info("old visits are dropped", extra={"day": day.isoformat()})
