"""Whether the public sees a product, and from when until when."""

from django.db import models
from django.db.models import Case, F, Q, Value, When


class Status(models.TextChoices):
    """ARCHIVED is what a time in `archived_at` says; the others are stages, of which an archived product keeps one."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    ARCHIVED = "archived"


PUBLIC = Q(status=Status.PUBLISHED)
"""What the public sees."""

LONGEST_STATUS = 9

STATUS = Case(When(archived_at__isnull=False, then=Value(Status.ARCHIVED.value)), default=F("stage"))
"""Kept by Postgres, so that it never contradicts what it is made of. A row in memory has that of when it was read."""

CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(publish_until=None) | Q(publish_from=None) | Q(publish_from__lt=F("publish_until")),
        name="product_is_published_before_it_ends",
    ),
    models.CheckConstraint(
        condition=~Q(stage=Status.SCHEDULED) | Q(publish_from__isnull=False),
        name="product_is_scheduled_for_a_time",
    ),
]
INDEXES = [
    models.Index(fields=["status", "slug"], condition=~PUBLIC, name="product_hidden"),
    models.Index(fields=["publish_from"], condition=Q(status=Status.SCHEDULED), name="product_to_publish"),
    models.Index(
        fields=["publish_until"],
        condition=Q(status=Status.PUBLISHED, publish_until__isnull=False),
        name="product_to_archive",
    ),
]
