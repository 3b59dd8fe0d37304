"""Wishes for an account that wait for who holds the address."""

from uuid import uuid4

from django.db import models

from productwatch.accounts.addresses import LONGEST
from productwatch.platform import clock


class Registration(models.Model):
    """Somebody's wish for an account of that address; an address may have several, and have an account already.

    It is no user in any respect until a mail's token confirms it; its id is then the user's.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=LONGEST, db_collation="C", db_index=True)
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
