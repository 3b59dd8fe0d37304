"""Visits in Postgres: each hit in its day's partition, and the count of each quarter of an hour."""

from django.db import models

_NAME_LENGTH = 100


class Visit(models.Model):
    """One hit, under the id that it was given when it happened: it can be kept twice in no way.

    The table is partitioned by `day`, the UTC day of `at`. No foreign key leads to a product: visits outlive anything.
    Who is taken for a bot is kept here, with the reason, and counted nowhere else.
    """

    pk = models.CompositePrimaryKey("day", "event")
    day = models.DateField()
    event = models.BinaryField()
    at = models.DateTimeField()
    product_id = models.UUIDField()
    visitor = models.BinaryField()
    device = models.CharField(max_length=_NAME_LENGTH)
    browser = models.CharField(max_length=_NAME_LENGTH)
    referrer = models.CharField(max_length=_NAME_LENGTH)
    bot = models.CharField(max_length=_NAME_LENGTH)
    source = models.CharField(max_length=_NAME_LENGTH, default="", db_default="")
    medium = models.CharField(max_length=_NAME_LENGTH, default="", db_default="")
    campaign = models.CharField(max_length=_NAME_LENGTH, default="", db_default="")
    country = models.CharField(max_length=2, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["product_id", "at"], condition=models.Q(bot=""), name="visits_of_a_product"),
        ]


class Quarter(models.Model):
    """How many hits a product had in the quarter of an hour from `start` on: of these every zone's days add up."""

    pk = models.CompositePrimaryKey("start", "product_id")
    start = models.DateTimeField()
    product_id = models.UUIDField()
    hits = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["product_id", "start"], name="quarters_of_a_product")]
