"""From where users have signed in."""

from django.db import models

from productwatch.accounts.models.users import User
from productwatch.platform import clock


class KnownAddress(models.Model):
    """A keyed hash of an address from which the user has signed in, and the day when that was last.

    It only tells the same address from another, so that strangers' guesses do not count against it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="known_addresses", db_index=False)
    address = models.BinaryField(max_length=16)
    seen_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="address_known_once")]
