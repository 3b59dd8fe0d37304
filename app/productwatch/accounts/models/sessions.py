"""Sessions: families of refresh tokens, each token used once for the next."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class RefreshFamily(models.Model):
    """One session, from signing in, on a class of device, to its end; an ended one says why it ended."""

    class End(models.TextChoices):
        LOGOUT = "logout"
        REUSE = "reuse"
        DEACTIVATION = "deactivation"
        REVOKED = "revoked"
        NEW_PASSWORD = "new-password"  # noqa: S105 - a reason
        NEW_FACTOR = "new-factor"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="families")
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=12, choices=End, blank=True, default="")
    device = models.CharField(max_length=20, default="unknown", db_default="unknown")
    browser = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["user", "started_at", "id"], name="sessions_of_a_user"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="ended_sessions"),
        ]


class RefreshToken(models.Model):
    """A token that was given out, known by the keyed hash of its id alone: no row can be turned into a token."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    family = models.ForeignKey(RefreshFamily, models.CASCADE, related_name="tokens")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["family", "issued_at"], name="tokens_of_a_session")]
