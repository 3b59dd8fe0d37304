"""Passkeys."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class Passkey(models.Model):
    """A user's WebAuthn credential: the public half of a key pair whose other half never leaves a device.

    `sign_count` is what the device has last told of how often it has signed; one that was copied falls behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys", db_index=False)
    name = models.CharField(max_length=100)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    sign_count = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at", "id"], name="passkeys_of_a_user")]
