"""Documents follow what happens: words are learnt at each change, what lies below a changed category is read anew.

That may be many products. A step takes BATCH of them and leaves an event for the next step, so that nothing else waits
for long, and a step that is killed comes again.
"""

from uuid import UUID

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services.search.indexing import SEEN, index_anew
from productwatch.catalog.services.search.vocabulary import learn
from productwatch.events import services as events
from productwatch.events.services import EventRecord

BATCH = 500

OUTDATED = "search.outdated"


def hear_of_product(event: EventRecord) -> None:
    if event.kind != "product.changed" or event.payload["diff"].keys() & SEEN:
        learn([UUID(event.subject)])


def hear_of_import(event: EventRecord) -> None:
    learn(list(selectors.product_ids(event.payload["slugs"]).values()))


def hear_of_category(event: EventRecord) -> None:
    """Its own words, and those of the categories above it, are words of all products below."""
    if event.kind == "category.merged" or event.payload.get("diff", {}).keys() & {"name", "parent"}:
        slug = event.payload.get("into", event.payload["slug"])
        events.record(OUTDATED, slug, {"after": None}, later=True)


@transaction.atomic
def step(event: EventRecord) -> None:
    """Reads the next products anew that lie in the category or below it."""
    products = Product.objects.filter(category__in=list(selectors.categories_below(event.subject)))
    if event.payload["after"]:
        products = products.filter(id__gt=event.payload["after"])
    found = list(products.order_by("id").values_list("id", flat=True)[:BATCH])
    index_anew(found)
    learn(found)
    if len(found) == BATCH:
        events.record(OUTDATED, event.subject, {"after": str(found[-1])}, later=True)
