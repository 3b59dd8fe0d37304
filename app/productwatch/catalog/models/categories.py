"""The categories that products lie in."""

from typing import TypedDict

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from productwatch.catalog.models.bounds import LONGEST_ICON, LONGEST_NAME, LONGEST_REFERENCE
from productwatch.catalog.slugs import LONGEST as LONGEST_SLUG


class Step(TypedDict):
    slug: str
    name: str


class Category(models.Model):
    """A place in the tree. `trail` is the way from its root down to itself, `[{slug, name}]`: a read joins one row.

    Siblings may have one name, as in the catalogs that shops bring along; no two categories ever have one slug.
    Whoever writes here holds the lock of services.tree.
    """

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C")
    name = models.CharField(max_length=LONGEST_NAME)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    trail: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    icon = models.CharField(max_length=LONGEST_ICON, null=True)  # noqa: DJ001 - as the API tells it
    colour = models.CharField(max_length=7, null=True)  # noqa: DJ001 - as the API tells it
    position = models.PositiveIntegerField(default=0, db_default=0)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="category_slug_is_taken_once")]
        indexes = [
            models.Index(fields=["parent", "position", "slug"], name="category_children"),
            GinIndex(fields=["trail"], opclasses=["jsonb_path_ops"], name="category_below"),
        ]

    def __str__(self) -> str:
        return " › ".join(step["name"] for step in self.trail) or self.name


class FormerCategorySlug(models.Model):
    """A slug that once led to the category, or to one that was merged into it; it never leads to another."""

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", primary_key=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="former_slugs")


class CategoryReference(models.Model):
    """What an imported file calls the category, or one that was merged into it: a second import finds it there."""

    reference = models.CharField(max_length=LONGEST_REFERENCE, db_collation="C", primary_key=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="references")
