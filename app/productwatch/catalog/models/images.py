"""Images of products: what is known of their files. Which ones a product shows, and how, stands in the product."""

from uuid import uuid4

from django.db import models

from productwatch.catalog.models.bounds import LONGEST_FILE, LONGEST_REASON
from productwatch.catalog.models.files import File
from productwatch.catalog.models.products import Product
from productwatch.platform import clock


class ProductImage(models.Model):
    """One upload. Its files are kept for a while after `removed_at`, so that the removal can be undone.

    A worker takes it up at `due_at` while it is processing; `attempts` counts how often one has begun.
    """

    class State(models.TextChoices):
        PROCESSING = "processing"
        READY = "ready"
        FAILED = "failed"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="pictures")
    state = models.CharField(max_length=10, choices=State, default=State.PROCESSING)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    upload = models.CharField(max_length=LONGEST_FILE, blank=True, db_collation="C")
    files: "models.JSONField[list[File], list[File]]" = models.JSONField(default=list)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="processing"), name="image_processing"),
            models.Index(fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="image_removed"),
            models.Index(fields=["upload"], condition=~models.Q(upload=""), name="image_upload"),
        ]
