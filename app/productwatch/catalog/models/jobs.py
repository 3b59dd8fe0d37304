"""Work that takes longer than a request may: imports and exports of product files, done by workers in turns."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from productwatch.catalog.models.bounds import LONGEST_NAME
from productwatch.platform import clock


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
    form = models.CharField(max_length=5)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    holder = models.UUIDField(null=True)
    leased_until = models.DateTimeField(default=clock.now)
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=LONGEST_NAME, blank=True)
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


class ImportJob(Job):
    """`header` is that of the file; `done` and what follows count rows."""

    dry_run = models.BooleanField(default=False)
    stops = models.BooleanField(default=False)
    header = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    archived = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)


class ImportPart(models.Model):
    """Rows of an upload that wait to be written: what is done goes, in the transaction that does it."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="parts", db_index=False)
    line = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="import_has_each_part_once")]


class ImportName(models.Model):
    """What a row of an upload names, and no other row may."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=100, db_collation="C")
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="import_names_each_thing_once")]


class ImportFault(models.Model):
    """Why a row was not written."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="faults", db_index=False)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    reason = models.TextField()
    value = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["job", "line", "id"], name="import_faults")]


class ExportJob(Job):
    """`choice` says which products; all up to the slug `position` are in its parts.

    `size` bytes have the checksum `crc` (RFC 1952), and are `packed` bytes in the parts.
    """

    choice = models.JSONField(default=dict)
    position = models.CharField(max_length=100, db_collation="C", default="")
    crc = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    packed = models.BigIntegerField(default=0)


class ExportPart(models.Model):
    """Rows of an export, deflated (RFC 1951): all parts together are one stream that has not ended."""

    job = models.ForeignKey(ExportJob, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="export_has_each_part_once")]
