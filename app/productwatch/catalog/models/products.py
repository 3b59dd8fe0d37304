"""Products, and the slugs that lead to them."""

from typing import TypedDict
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from productwatch.catalog.attributes import Value
from productwatch.catalog.models.bounds import (
    LONGEST_BRAND,
    LONGEST_NAME,
    LONGEST_SKU,
    LONGEST_TAG,
    LONGEST_URL,
)
from productwatch.catalog.models.categories import Category
from productwatch.catalog.models.files import ListedImage
from productwatch.catalog.models.product_types import ProductType
from productwatch.catalog.models.status import CONSTRAINTS, INDEXES, LONGEST_STATUS, PUBLIC, STATUS, Status
from productwatch.catalog.orders import COLUMNS
from productwatch.catalog.slugs import LONGEST as LONGEST_SLUG
from productwatch.platform import clock
from productwatch.platform.money import DECIMALS, DIGITS, Money


class Image(TypedDict):
    url: str
    alt: str


class Product(models.Model):
    """`id` never changes. No slug that it has or had is ever given to another: an archived product keeps them, too."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.CharField(max_length=LONGEST_SLUG, db_collation="C", editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    currency = models.CharField(max_length=3)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="products", db_index=False)
    type = models.ForeignKey(ProductType, models.PROTECT, null=True, related_name="products", db_index=False)
    attributes: "models.JSONField[dict[str, Value], dict[str, Value]]" = models.JSONField(default=dict, db_default={})
    stock = models.PositiveIntegerField(default=0)
    sku = models.CharField(max_length=LONGEST_SKU, null=True)  # noqa: DJ001 - unique, and many products have none
    brand = models.CharField(max_length=LONGEST_BRAND, null=True, db_collation="C")  # noqa: DJ001 - as the API tells it
    tags = ArrayField(models.CharField(max_length=LONGEST_TAG, db_collation="C"), default=list, db_default=[])
    image_url = models.CharField(max_length=LONGEST_URL, blank=True)
    image_alt = models.CharField(max_length=LONGEST_NAME, blank=True)
    images: "models.JSONField[list[ListedImage], list[ListedImage]]" = models.JSONField(default=list, db_default=[])
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=LONGEST_STATUS, default=Status.PUBLISHED, db_default=Status.PUBLISHED)
    publish_from = models.DateTimeField(null=True)
    publish_until = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    status = models.GeneratedField(
        expression=STATUS, output_field=models.CharField(max_length=LONGEST_STATUS), db_persist=True
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="product_slug_is_taken_once"),
            models.UniqueConstraint(fields=["sku"], name="product_sku_is_taken_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="product_amount_is_not_negative"),
            *CONSTRAINTS,
        ]
        indexes = [
            *(
                models.Index(fields=columns, condition=PUBLIC, name=f"product_by_{name}")
                for name, columns in COLUMNS.items()
            ),
            models.Index(fields=["category", "slug"], name="product_of_category"),
            models.Index(fields=["brand", "slug"], name="product_of_brand"),
            GinIndex(fields=["tags"], name="product_with_tag"),
            models.Index(fields=["type", "slug"], name="product_of_type"),
            models.Index(fields=["slug"], condition=PUBLIC & models.Q(stock__gt=0), name="product_in_stock"),
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="product_with_attribute"),
            *INDEXES,
        ]

    def __str__(self) -> str:
        return self.name

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
