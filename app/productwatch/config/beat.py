"""Beat: django-celery-beat's scheduler, which shows that its loop turns and outlives an outage of its database."""

import logging
from typing import Any

from django.db import close_old_connections
from django_celery_beat.schedulers import DatabaseScheduler

from productwatch.platform import alive
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.heartbeat import beat
from productwatch.platform.metrics import BEAT_TICK

RETRY_SECONDS = 2.0

logger = logging.getLogger(__name__)


class LivingScheduler(DatabaseScheduler):  # type: ignore[misc]  # the library ships no types
    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next tick."""
        beat()
        alive.tell("beat")
        BEAT_TICK.set_to_current_time()
        try:
            return float(super().tick(*args, **kwargs))
        except DATABASE_AWAY:
            logger.warning("beat waits for the database")
            close_old_connections()
            return RETRY_SECONDS

    def _ensure_connected(self) -> Any:
        """While the broker is away the loop stands still; each attempt to reconnect is a sign of life instead."""
        return self.connection.ensure_connection(_missed, max_retries=None, interval_max=10, callback=beat)


def _missed(error: Exception, interval: float) -> None:
    logger.warning("the broker is away", extra={"reason": type(error).__name__, "retry_in_seconds": interval})
