"""Work that takes longer than a request may: imports and exports of product files, done by workers in turns."""

from django.conf import settings
from django.db import models

from productwatch.platform.jobs.rows import Job


class FileJob(Job):
    """A job `by` somebody about a file of that form."""

    form = models.CharField(max_length=5)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Job.Meta):
        abstract = True


class ImportJob(FileJob):
    """`header` is that of the file; `done` and what follows count rows, `repriced` changed prices.

    Of these `moves` are the largest. `told` it is when everybody who wants to hear of its end does.
    """

    dry_run = models.BooleanField(default=False)
    stops = models.BooleanField(default=False)
    header = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    archived = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    repriced = models.PositiveIntegerField(default=0)
    moves = models.JSONField(default=list)
    told = models.BooleanField(default=False)


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


class ExportJob(FileJob):
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
