"""Visits in Postgres: each hit in its day's partition, and what they add up to by quarters, days and months."""

from django.conf import settings
from django.db import models

from productwatch.platform.jobs.rows import Job


class Subject(models.Model):
    """A product, or a value of another dimension: what visits are counted by, under a short number."""

    id: "models.AutoField[int, int]" = models.AutoField(primary_key=True)
    dimension = models.PositiveSmallIntegerField()
    value = models.TextField(db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dimension", "value"], name="subject_has_one_number")]


class Visit(models.Model):
    """One hit, under the id that it was given when it happened: it can be kept twice in no way.

    The table is partitioned by `day`, the UTC day of `at`. What is known of the visit are numbers of subjects, without
    foreign keys. Of who is taken for a bot `bot` tells the reason, and nothing else counts; it is 0 of people.
    """

    pk = models.CompositePrimaryKey("day", "event")
    at = models.DateTimeField()
    day = models.DateField()
    product = models.IntegerField()
    category = models.IntegerField()
    referrer = models.IntegerField()
    campaign = models.IntegerField()
    device = models.IntegerField()
    browser = models.IntegerField()
    country = models.IntegerField()
    bot = models.IntegerField()
    event = models.BinaryField()
    visitor = models.BinaryField()


class Quarter(models.Model):
    """Hits of a subject in the quarter of an hour from `start` on, until the day is rolled."""

    pk = models.CompositePrimaryKey("subject", "start")
    subject = models.IntegerField()
    start = models.DateTimeField()
    dimension = models.PositiveSmallIntegerField()
    hits = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["dimension", "start"], name="quarters_of_a_dimension")]


class Day(models.Model):
    """A UTC day of a subject: its sums, and packed (see `packing`) how these grew from quarter to quarter.

    `came` counts visitors by the quarter of their first visit of the day, `gone` by that of their last one; so the
    visitors of the day's part before any quarter are known, and those of the part from it on, each exactly. A session
    counts for what its first visit was of.
    """

    pk = models.CompositePrimaryKey("subject", "day")
    subject = models.IntegerField()
    day = models.DateField()
    dimension = models.PositiveSmallIntegerField()
    hits = models.IntegerField()
    visitors = models.IntegerField()
    sessions = models.IntegerField()
    packed_hits = models.BinaryField()
    packed_came = models.BinaryField()
    packed_gone = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["dimension", "day"], name="days_of_one_dimension")]


class Month(models.Model):
    """Hits of a subject on the rolled days of a month, and packed how they grew from day to day."""

    pk = models.CompositePrimaryKey("subject", "month")
    subject = models.IntegerField()
    month = models.DateField()
    dimension = models.PositiveSmallIntegerField()
    hits = models.IntegerField()
    packed_hits = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["dimension", "month"], name="months_of_a_dimension")]


class Minute(models.Model):
    """Hits of the minute from `start` on; of the last hours only."""

    start = models.DateTimeField(primary_key=True)
    hits = models.IntegerField()


class RolledDay(models.Model):
    """A UTC day whose hits were rolled up; once its raw rows are dropped none is taken in any more."""

    day = models.DateField(primary_key=True)
    rolled_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)


class VisitExport(Job):
    """A file of what was visited in those days: `done` rows so far, and where in the ranking it has come to.

    `size` bytes have the checksum `crc` (RFC 1952), and are `packed` bytes in the parts.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    view = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    tz = models.CharField(max_length=64)
    interval = models.CharField(max_length=5)
    cursor = models.TextField(default="")
    crc = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    packed = models.BigIntegerField(default=0)


class VisitExportPart(models.Model):
    """Rows of an export, deflated (RFC 1951): all parts together are one stream that has not ended."""

    job = models.ForeignKey(VisitExport, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="visit_export_has_each_part_once")]
