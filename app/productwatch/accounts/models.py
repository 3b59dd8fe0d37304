"""People who sign in, and their sessions: families of refresh tokens, each token used once for the next."""

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
    """Somebody with an address in lower case; who is not active signs in nowhere and gets no mail.

    What takes rights away raises `token_version`: access tokens of an earlier one are refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=LONGEST, unique=True, db_collation="C")
    role = models.CharField(max_length=10, choices=Role, default=Role.CUSTOMER)
    is_active = models.BooleanField(default=True)
    token_version = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_login = None  # how Django drops an inherited column

    USERNAME_FIELD = "email"
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_is_known"),
        ]


class RefreshFamily(models.Model):
    """One session, from signing in, on a class of device, to its end; an ended one says why it ended."""

    class End(models.TextChoices):
        LOGOUT = "logout"
        REUSE = "reuse"
        DEACTIVATION = "deactivation"
        REVOKED = "revoked"
        NEW_PASSWORD = "new-password"  # noqa: S105 - a reason

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
