"""Who works on which job: one worker on the oldest job of a kind, for a while, until it gives way to other tasks.

A worker holds a job by a lease. Each step is one transaction, which begins with a lock on the job's row and ends with
the step done and the lease renewed: a worker that is killed leaves no half of a step, and one whose lease has passed to
another does nothing more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Manager, QuerySet
from django.db.models.functions import Coalesce

from productwatch.platform import clock
from productwatch.platform.crossing import is_passing
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.jobs.places import place
from productwatch.platform.jobs.rows import OPEN, Job
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.tasks import wake

TURN = 10.0
"""Seconds after which a worker gives way to other tasks."""

LEASE = timedelta(seconds=30)
"""Longer than a step; for so long nobody takes over from a worker that has died."""

TRIES, MOST_FAILURES = 3, 5
"""Of a step that others came between, and of a job in all."""

State = Job.State
Kind = TypeVar("Kind", bound=Job)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hold(Generic[Kind]):
    """A job in the hands of one worker."""

    jobs: Manager[Kind]
    id: UUID
    holder: UUID

    def row(self) -> QuerySet[Kind]:
        return self.jobs.filter(id=self.id, holder=self.holder, state=State.RUNNING)


_tasks: dict[str, Manager[Any]] = {}
"""The tasks that work on jobs, by name, and the jobs of each."""


def works_on(task_name: str, jobs: Manager[Kind]) -> None:
    """From now on that task is woken when a turn has ended and one of these jobs waits for its own."""
    _tasks[task_name] = jobs


def turn(jobs: Manager[Kind], step: Callable[[Kind], None]) -> bool:
    """Works on the oldest open job for a while, if there is a place and nobody does; returns whether more is to do.

    `step` does the next piece of a job, which is locked, and ends the job where that was the last one.
    """
    with place() as free:
        hold = _claimed(jobs) if free else None
        if hold is None:
            return False
        _take(hold, step)
    for task_name, others in _tasks.items():
        if others.model is not jobs.model and others.filter(state__in=OPEN).exists():
            wake(task_name)
    return jobs.filter(state__in=OPEN).exists()


def _take(hold: Hold[Kind], step: Callable[[Kind], None]) -> None:
    try:
        _work(hold, step)
    except (SoftTimeLimitExceeded, *DATABASE_AWAY):
        raise
    except Exception:
        logger.exception("a job failed; it is tried again", extra={"job": str(hold.id)})
        _note_failure(hold)
    hold.row().update(holder=None, leased_until=clock.now())


def end(job: Job, state: Job.State, reason: str = "") -> None:
    """Sets what a job has come to; the caller saves it."""
    job.state, job.reason, job.finished_at, job.holder = state, reason, clock.now(), None


@transaction.atomic
def cancel(jobs: Manager[Kind], job_id: UUID) -> None:
    """What has been done stays. NotFound is raised where there is no such job, Conflict where it is over."""
    job = jobs.select_for_update().filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such job, or not any more.")
    if job.state not in OPEN:
        raise Conflict(f"The job is over: {job.state}.")
    end(job, State.CANCELLED)
    job.save()


def _claimed(jobs: Manager[Kind]) -> Hold[Kind] | None:
    now, holder = clock.now(), uuid4()
    oldest = jobs.filter(state__in=OPEN).order_by("created_at", "id").values_list("id", flat=True).first()
    free = jobs.filter(id=oldest, state__in=OPEN, leased_until__lte=now)
    taken: dict[str, Any] = {"holder": holder, "leased_until": now + LEASE, "state": State.RUNNING}
    if oldest is None or not free.update(**taken, started_at=Coalesce("started_at", now)):
        return None
    return Hold(jobs, oldest, holder)


def _work(hold: Hold[Kind], step: Callable[[Kind], None]) -> None:
    until = monotonic() + TURN
    while _stepped(hold, step) and monotonic() < until:
        pass


def _stepped(hold: Hold[Kind], step: Callable[[Kind], None]) -> bool:
    """Does one step and says whether there is another; again where others came between."""
    for tries in range(1, TRIES + 1):
        try:
            return _step(hold, step)
        except Exception as error:
            if tries == TRIES or not is_passing(error):
                raise
    return False


@transaction.atomic
def _step(hold: Hold[Kind], step: Callable[[Kind], None]) -> bool:
    job = hold.row().select_for_update().first()
    if job is None:
        return False
    step(job)
    job.leased_until = clock.now() + LEASE
    job.save()
    return job.finished_at is None


@transaction.atomic
def _note_failure(hold: Hold[Kind]) -> None:
    job = hold.row().select_for_update().first()
    if job is None:
        return
    job.failures += 1
    if job.failures >= MOST_FAILURES:
        end(job, State.FAILED, f"It failed {job.failures} times; the log tells why.")
    job.save()
