"""What became of products."""

from django.conf import settings
from django.db import models

from productwatch.catalog.models.products import Product
from productwatch.platform import clock


class ProductVersion(models.Model):
    """What one step of a product's life did: `diff` maps each field to what it was and what it became.

    `by` is null for what no person did, an import say; `undoes` is the number of the version whose change this one took
    back.
    """

    class Kind(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        ARCHIVED = "archived"
        RESTORED = "restored"
        PUBLISHED = "published"

    product = models.ForeignKey(Product, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    diff = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    undoes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="product_has_each_version_once")]
