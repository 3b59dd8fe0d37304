"""Secrets that are sent by mail, each used once."""

from django.db import models


class Purpose(models.TextChoices):
    CONFIRM_REGISTRATION = "confirm-registration"
    RESET_PASSWORD = "reset-password"  # noqa: S105 - a purpose
    AGREE_TO_EMAIL = "agree-to-email"
    PROVE_EMAIL = "prove-email"


class OneTimeToken(models.Model):
    """A token that was given out, known by its keyed hash alone; a subject has one of each purpose.

    The subject is a user, or what will become one: no foreign key leads there, for they are of several kinds.
    """

    subject = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=Purpose)
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "purpose"], name="one_token_a_subject_and_purpose"),
            models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="token_purpose_is_known"),
        ]
