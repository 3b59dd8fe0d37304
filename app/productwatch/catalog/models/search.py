"""What search looks at: one document for each product that the public sees, and the words that they are made of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from productwatch.catalog.models.products import Product


class SearchDocument(models.Model):
    """Written with its product, in one transaction. `id` goes up as products come into the catalog."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="+")
    words = SearchVectorField()
    marks = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["words", "marks"], name="search_document", gin_pending_list_limit=512)]


class SearchTerm(models.Model):
    """Something to be meant by a few letters: `value` names it, by its `form` it is found.

    `products` is how many have it, as of the last count.
    """

    class Kind(models.TextChoices):
        WORD = "word"
        BRAND = "brand"
        CATEGORY = "category"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.TextField(db_collation="C")
    form = models.TextField(db_collation="C")
    products = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="search_term_is_there_once")]
        indexes = [
            GinIndex(fields=["form"], opclasses=["gin_trgm_ops"], condition=Q(kind="word"), name="search_word_near"),
            GinIndex(fields=["form"], opclasses=["gin_trgm_ops"], condition=~Q(kind="word"), name="search_term_near"),
        ]
