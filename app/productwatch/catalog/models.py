"""Products, the categories that they lie in, and what became of them."""

from typing import TypedDict
from uuid import uuid4

from django.db import models

from productwatch.catalog.slugs import LONGEST as LONGEST_SLUG
from productwatch.platform import clock
from productwatch.platform.money import DECIMALS, DIGITS, Money

LONGEST_NAME, LONGEST_TEXT, LONGEST_SKU, LONGEST_URL = 200, 10_000, 64, 500
LARGEST_STOCK = 2**31 - 1


class Image(TypedDict):
    url: str
    alt: str


class Category(models.Model):
    """A place in the tree. `trail` is the way from its root down to itself, `[{slug, name}]`: a read joins one row."""

    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C")
    name = models.CharField(max_length=LONGEST_NAME)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    trail = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="category_slug_is_taken_once"),
            models.UniqueConstraint(
                fields=["parent", "name"], nulls_distinct=False, name="category_name_in_its_parent"
            ),
        ]


class Product(models.Model):
    """`slug` and `id` never change and are never given again: an archived product keeps them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    currency = models.CharField(max_length=3)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="products")
    stock = models.PositiveIntegerField(default=0)
    sku = models.CharField(max_length=LONGEST_SKU, null=True)  # noqa: DJ001 - unique, and many products have none
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


class ProductVersion(models.Model):
    """What one step of a product's life did: `diff` maps each field to what it was and what it became."""

    class Kind(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        ARCHIVED = "archived"

    product = models.ForeignKey(Product, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    diff = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="product_has_each_version_once")]
