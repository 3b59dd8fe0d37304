"""Product types: which attributes products have."""

from django.db import models

from productwatch.catalog.attributes import Attribute
from productwatch.catalog.models.bounds import LONGEST_NAME
from productwatch.catalog.slugs import LONGEST as LONGEST_SLUG


class ProductType(models.Model):
    """A kind of product, whose every product fits `attributes`; its slug never changes.

    Whoever changes it holds its row; whoever writes a product of it shares that row (services.attributes).
    """

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C")
    name = models.CharField(max_length=LONGEST_NAME)
    attributes: "models.JSONField[list[Attribute], list[Attribute]]" = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="product_type_slug_is_taken_once")]

    def __str__(self) -> str:
        return self.name
