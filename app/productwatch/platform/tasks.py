"""Waking workers: by the task's name, after the transaction, and without depending on the broker.

What a task does is found in the database, so a wake that is lost costs time until the next sweep, never the work.
"""

import logging
from contextlib import suppress

from celery import current_app
from kombu.exceptions import OperationalError

from productwatch.platform.after_commit import AfterCommit
from productwatch.platform.metrics import WAKES_LOST
from productwatch.platform.redis import RedisAway, breaker, guarded, redis

Wake = tuple[str, tuple[str, ...]]

logger = logging.getLogger(__name__)


def wake(task_name: str, *args: str) -> None:
    """Sends the task when the current transaction has committed, once for each list of arguments; never raises."""
    _waking.add((task_name, args))


def _send_all(wakes: list[Wake]) -> None:
    """Redis is asked first: Celery's own connection waits for seconds where one does not answer."""
    with suppress(RedisAway), guarded():
        redis().ping()
    for task_name, args in wakes:
        _send(task_name, args)


def _send(task_name: str, args: tuple[str, ...]) -> None:
    if breaker.is_open():
        WAKES_LOST.inc()
        return
    try:
        current_app.send_task(task_name, args, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        breaker.open(error)
        WAKES_LOST.inc()
        logger.warning("the broker did not take a task", extra={"task": task_name})


_waking = AfterCommit(_send_all)
