"""Going through all products, to see whether their documents are what they should be and to write them where not.

Each part is a transaction of its own, and nothing is written twice: after a kill a second run finds the first one's
work done, and may begin where that ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from productwatch.catalog.models import Product
from productwatch.catalog.services.search import vocabulary
from productwatch.catalog.services.search.indexing import index_anew

BATCH = 1000


@dataclass(slots=True)
class Tally:
    """Products that were looked at, and how many of their documents were missing, wrong or too many."""

    products: int = 0
    wrong: int = 0
    last: UUID | None = None


def rebuild(on_progress: Callable[[Tally], None], *, after: UUID | None = None, dry: bool = False) -> Tally:
    """Writes what is wrong, unless `dry`, from the product behind that one on, in the order of their ids."""
    tally = Tally(last=after)
    while found := _next(tally.last):
        with transaction.atomic():
            tally.wrong += index_anew(found)
            transaction.set_rollback(dry)
        tally.products += len(found)
        tally.last = found[-1]
        on_progress(tally)
    if not dry:
        vocabulary.count()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_searchdocument, catalog_searchterm")
    return tally


def _next(after: UUID | None) -> list[UUID]:
    products = Product.objects.filter(id__gt=after) if after else Product.objects.all()
    return list(products.order_by("id").values_list("id", flat=True)[:BATCH])
