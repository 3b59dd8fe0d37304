"""The worker's parent: it shows that it lives, counts what its children do, and waits for the broker without end."""

import gc
import logging
from time import monotonic
from typing import Any

from celery import bootsteps, signals
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from celery.worker.state import maybe_shutdown
from django.conf import settings

from productwatch.config import telemetry
from productwatch.notifications import services as notifications
from productwatch.platform import alive
from productwatch.platform.heartbeat import beat
from productwatch.platform.metrics import TASK_DURATION, serve_metrics

BEAT_SECONDS = 5.0

logger = logging.getLogger(__name__)


class LifeSign(bootsteps.StartStopStep):
    """Beats from the loop that takes messages: a loop that stands still is told by an old heartbeat."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        _turn()
        worker.timer.call_repeatedly(BEAT_SECONDS, _turn)


def _turn() -> None:
    beat()
    alive.tell("worker")


class PatientConsumer(Consumer):
    """While the broker is away the loop stands still; each attempt to reconnect is a sign of life instead."""

    def ensure_connected(self, conn: Any) -> Any:
        connected = conn.ensure_connection(self._missed, max_retries=None, interval_max=10, callback=self._waiting)
        self.first_connection_attempt = False
        return connected

    def _missed(self, error: Exception, interval: float) -> None:
        logger.warning("the broker is away", extra={"reason": type(error).__name__, "retry_in_seconds": interval})

    def _waiting(self) -> None:
        beat()
        maybe_shutdown()


class MeasuredRequest(Request):
    """Times a task from the child's acceptance to its acknowledgement."""

    outcome = "succeeded"

    def on_retry(self, exc_info: Any) -> None:
        self.outcome = "retried"
        super().on_retry(exc_info)

    def on_failure(self, exc_info: Any, send_failed_event: bool = True, return_ok: bool = False) -> Any:  # noqa: FBT001, FBT002 - Celery's signature
        self.outcome = "failed"
        return super().on_failure(exc_info, send_failed_event, return_ok)

    def acknowledge(self) -> None:
        if not self.acknowledged and self.time_start:
            TASK_DURATION.labels(self.name, self.outcome).observe(max(0.0, monotonic() - self.time_start))
        super().acknowledge()


@signals.worker_ready.connect
def _ready(**_signal: Any) -> None:
    serve_metrics(settings.INTERNAL_HOST, settings.INTERNAL_PORT)
    notifications.announce_mail()


@signals.worker_before_create_process.connect
def _share_memory(**_signal: Any) -> None:
    """What the parent has loaded stays shared: a child's collector would write to its pages, and so copy them."""
    gc.collect()
    gc.freeze()


@signals.worker_process_init.connect
def _child_starts(**_signal: Any) -> None:
    telemetry.start("worker")
