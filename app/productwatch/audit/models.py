"""The log's rows."""

from django.db import models

from productwatch.platform import clock


class Entry(models.Model):
    """One act. No foreign key leads anywhere, for the log outlives what it tells of.

    A trigger lets nobody change a row, nor remove one that is younger than ninety days. Who acted and what was acted
    on are a kind and an id; the client's address is there as a keyed hash, which only tells the same from another.
    """

    at = models.DateTimeField(default=clock.now)
    act = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    address = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["act", "at", "id"], name="audit_by_act"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor"),
            models.Index(fields=["subject_id", "act", "at"], name="audit_by_subject"),
        ]
