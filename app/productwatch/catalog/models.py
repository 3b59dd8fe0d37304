"""Products, the categories that they lie in, and what became of them."""

from typing import TypedDict
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from productwatch.catalog.orders import COLUMNS
from productwatch.catalog.slugs import LONGEST as LONGEST_SLUG
from productwatch.platform import clock
from productwatch.platform.money import DECIMALS, DIGITS, Money

LONGEST_NAME, LONGEST_TEXT, LONGEST_SKU, LONGEST_URL = 200, 10_000, 64, 500
LONGEST_ICON, LONGEST_REFERENCE = 64, 64
LONGEST_BRAND, LONGEST_TAG, MOST_TAGS = 100, 50, 20
LARGEST_STOCK = LARGEST_POSITION = 2**31 - 1
DEEPEST = 10
"""Categories from a root down, both included."""


class Step(TypedDict):
    slug: str
    name: str


class Image(TypedDict):
    url: str
    alt: str


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


class FormerCategorySlug(models.Model):
    """A slug that once led to the category, or to one that was merged into it; it never leads to another."""

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", primary_key=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="former_slugs")


class CategoryReference(models.Model):
    """What an imported file calls the category, or one that was merged into it: a second import finds it there."""

    reference = models.CharField(max_length=LONGEST_REFERENCE, db_collation="C", primary_key=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="references")


class Product(models.Model):
    """`id` never changes. No slug that it has or had is ever given to another: an archived product keeps them, too."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    currency = models.CharField(max_length=3)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="products")
    stock = models.PositiveIntegerField(default=0)
    sku = models.CharField(max_length=LONGEST_SKU, null=True)  # noqa: DJ001 - unique, and many products have none
    brand = models.CharField(max_length=LONGEST_BRAND, null=True, db_collation="C")  # noqa: DJ001 - as the API tells it
    tags = ArrayField(models.CharField(max_length=LONGEST_TAG, db_collation="C"), default=list, db_default=[])
    image_url = models.CharField(max_length=LONGEST_URL, blank=True)
    image_alt = models.CharField(max_length=LONGEST_NAME, blank=True)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="product_slug_is_taken_once"),
            models.UniqueConstraint(fields=["sku"], name="product_sku_is_taken_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="product_amount_is_not_negative"),
        ]
        indexes = [
            *(
                models.Index(fields=columns, condition=models.Q(archived_at=None), name=f"product_by_{name}")
                for name, columns in COLUMNS.items()
            ),
            models.Index(fields=["brand", "slug"], name="product_of_brand"),
            GinIndex(fields=["tags"], name="product_with_tag"),
        ]

    @property
    def price(self) -> Money:
        return Money(self.amount, self.currency)

    @price.setter
    def price(self, price: Money) -> None:
        self.amount, self.currency = price.amount, price.currency

    @property
    def image(self) -> Image | None:
        return {"url": self.image_url, "alt": self.image_alt} if self.image_url else None

    @image.setter
    def image(self, image: Image | None) -> None:
        self.image_url, self.image_alt = (image["url"], image["alt"]) if image else ("", "")


class FormerProductSlug(models.Model):
    """A slug that the product had: it leads to the product, and never to another."""

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", primary_key=True)
    product = models.ForeignKey(Product, models.CASCADE, related_name="former_slugs")


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

    product = models.ForeignKey(Product, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    diff = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    undoes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="product_has_each_version_once")]
