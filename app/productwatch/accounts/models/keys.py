"""What programs of users show."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class ApiKey(models.Model):
    """What a program of a user shows, known by its keyed hash alone; `start` is how it is listed and found."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="keys", db_index=False)
    name = models.CharField(max_length=100)
    start = models.CharField(max_length=11, unique=True, db_collation="C")
    digest = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at", "id"], name="keys_of_a_user")]
