"""Who people are elsewhere."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class Identity(models.Model):
    """A user as an OpenID issuer names them: by `subject`, for an address may come to be somebody else's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="identities", db_index=False)
    issuer = models.CharField(max_length=200, db_collation="C")
    subject = models.CharField(max_length=255, db_collation="C")
    linked_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_of_one_user"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_identity_of_a_user_at_an_issuer"),
        ]


class FinishedFlow(models.Model):
    """A sign-in by an issuer that has come back, and does not a second time."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    finished_at = models.DateTimeField(default=clock.now, db_index=True)
