"""Changes of addresses that wait for both ends."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.addresses import LONGEST
from productwatch.accounts.models.users import User
from productwatch.platform import clock


class EmailChange(models.Model):
    """A user's wish for another address: who reads the present one has to agree, who reads the other one to prove it.

    A user has one at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="email_change")
    email = models.EmailField(max_length=LONGEST, db_collation="C")
    agreed_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
