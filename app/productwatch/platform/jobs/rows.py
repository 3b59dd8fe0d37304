"""What every job's row has. Abstract: the table is that of whichever domain has such jobs."""

from uuid import uuid4

from django.db import models

from productwatch.platform import clock

LONGEST_REASON = 200
"""Characters."""


class Job(models.Model):
    """Who works on it is its `holder` until `leased_until`, and begins each step by locking the row."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    holder = models.UUIDField(null=True)
    leased_until = models.DateTimeField(default=clock.now)
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="%(class)s_open",
            ),
            models.Index(fields=["created_at", "id"], name="%(class)s_by_time"),
            models.Index(fields=["finished_at"], condition=models.Q(finished_at__isnull=False), name="%(class)s_over"),
        ]


OPEN = (Job.State.QUEUED, Job.State.RUNNING)
"""States of what is not over."""
