"""The outbox: events, written in the transaction that they tell of."""

from uuid import uuid4

from django.db import models

from productwatch.platform import clock


class Event(models.Model):
    """Something that happened to `subject`; nobody handles it before `due_at`, and none after `handled_at`.

    What is `later` gives way to all that is not: it comes in great numbers, and nobody waits for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    payload = models.JSONField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    later = models.BooleanField(default=False, db_default=False)
    due_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["later", "due_at"], condition=models.Q(handled_at=None), name="event_waiting"),
            models.Index(fields=["handled_at"], condition=models.Q(handled_at__isnull=False), name="event_handled"),
        ]
