"""Who follows what, what was told, and to whom it was told how far."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from productwatch.notifications.machine import OPEN, State
from productwatch.platform import clock


class Follow(models.Model):
    """Someone's wish to hear of a product. Nothing of a product cascades here: it may come back from the archive."""

    user_id = models.UUIDField(db_index=True)
    product_id = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product_id", "user_id"], name="one_follow_a_product_and_user")]


class Message(models.Model):
    """What is told, once for all whom it is told to. `source` is what caused it, as «event:…» or «report:…»."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    source = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    context = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.kind} of {self.source}"


class Delivery(models.Model):
    """One message to one recipient on one channel. `recipient` is who, `address` where that was when it was queued.

    `next_attempt_at` is when a sweep takes it up: the next try of a queued one, the end of the lease of one that is
    being sent, the repetition of an uncertain one. `attempts` numbers the tries: who holds a try settles that one only.
    """

    class Channel(models.TextChoices):
        EMAIL = "email"

    class Why(models.TextChoices):
        FOLLOWS = "follows"
        ADMINISTERS = "administers"
        ACCOUNT = "account"

    id = models.UUIDField(primary_key=True, default=uuid4)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    recipient = models.UUIDField()
    address = models.CharField(max_length=254)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    why = models.CharField(max_length=20, choices=Why.choices)
    state = models.CharField(max_length=12, default=State.QUEUED.value)
    reason = models.CharField(max_length=200, default="")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, default=clock.now)
    provider_message_id = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "recipient", "channel"], name="one_delivery_a_recipient"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(state.value for state in OPEN), next_attempt_at__isnull=False)
                | Q(state__in=sorted(state.value for state in set(State) - OPEN), next_attempt_at__isnull=True),
                name="an_open_delivery_has_a_next_attempt",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="deliveries_newest_first"),
            models.Index(fields=["state", "-created_at", "-id"], name="deliveries_by_state"),
            models.Index(fields=["recipient"], name="deliveries_of_a_recipient"),
            models.Index(fields=["address", "-created_at", "-id"], name="deliveries_by_address"),
            models.Index(fields=["next_attempt_at"], condition=Q(next_attempt_at__isnull=False), name="deliveries_due"),
            models.Index(
                fields=["address", "created_at"], condition=Q(why="account"), name="account_mails_of_an_address"
            ),
        ]
