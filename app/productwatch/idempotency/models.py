"""Answers, written in the transaction of the effect that they tell of."""

from django.db import models


class Answer(models.Model):
    """What a request was answered. Principal, key and request are in it as keyed hashes alone."""

    name = models.BinaryField(primary_key=True, max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    expires_at = models.DateTimeField(db_index=True)
