"""People who sign in."""

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from productwatch.accounts.addresses import LONGEST
from productwatch.platform import clock


class Role(models.TextChoices):
    """What they may do is told by platform.permissions."""

    ADMIN = "admin"
    EDITOR = "editor"
    ANALYST = "analyst"
    CUSTOMER = "customer"


class User(AbstractBaseUser):
    """Somebody with an address in lower case that was shown to be theirs; who is not active signs in nowhere and gets
    no mail. Whoever has not confirmed the address yet is a `Registration`, and no user.

    Of who has erased their account the row stays, with nothing in it that tells who that was.

    What takes rights away raises `token_version`: access tokens of an earlier one are refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=LONGEST, unique=True, db_collation="C")
    role = models.CharField(max_length=10, choices=Role, default=Role.CUSTOMER)
    is_active = models.BooleanField(default=True)
    token_version = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True)
    last_login = None  # how Django drops an inherited column

    USERNAME_FIELD = "email"
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.email
