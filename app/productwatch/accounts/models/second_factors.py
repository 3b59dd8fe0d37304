"""What is asked for beside the password."""

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class SecondFactor(models.Model):
    """A user's authenticator app, by the secret that both know; demanded from `active_at` on, its first right code.

    The secret is sealed, and no code of `last_step` or an earlier time step is taken (any more).
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.BinaryField(max_length=64)
    begun_at = models.DateTimeField(default=clock.now)
    active_at = models.DateTimeField(null=True)
    last_step = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["begun_at"], condition=models.Q(active_at=None), name="second_factors_begun")]


class RecoveryCode(models.Model):
    """What stands in for a lost app, known by its keyed hash alone; it goes when it is used."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
