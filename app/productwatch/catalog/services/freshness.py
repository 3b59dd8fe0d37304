"""What a change of a category or a product type makes stale: itself, the lists, all below it and the products of it.

It is told twice: after the commit, and again by the change's event, for a writer that died in between, or a Redis that
was away. Beyond `MOST` of them the others' marks run out by themselves: no request waits long for a large part of the
tree, and no answer is stale for longer than a mark lives.
"""

from productwatch.catalog import selectors
from productwatch.events.services import EventRecord
from productwatch.platform import reads
from productwatch.platform.after_commit import AfterCommit

MOST = 10_000


def changed(*slugs: str) -> None:
    """Makes answers about these categories stale once the transaction has committed, and about what lies below them."""
    reads.changed("categories", "products", *(f"category:{slug}" for slug in slugs))
    _below.add(*slugs)


def type_changed(slug: str) -> None:
    """Makes answers about this product type, and about products of it, stale once the transaction has committed."""
    reads.changed("product-types", f"product-type:{slug}", "products")
    _of_types.add(slug)


def repeat_for_product(event: EventRecord) -> None:
    """RedisAway makes the event come again."""
    reads.drop(*(f"product:{slug}" for slug in _slugs(event)), "products")


def repeat_for_products(event: EventRecord) -> None:
    """RedisAway makes the event come again."""
    reads.drop("products", *(f"product:{slug}" for slug in event.payload["slugs"]))


def repeat_for_category(event: EventRecord) -> None:
    into = [event.payload["into"]] if "into" in event.payload else []
    changed(*_slugs(event), *into)


def repeat_for_type(event: EventRecord) -> None:
    type_changed(event.payload["slug"])


def repeat_for_import(event: EventRecord) -> None:  # noqa: ARG001 - a subscriber's signature
    reads.drop("categories")


def _slugs(event: EventRecord) -> list[str]:
    """The one that it has, and the one that it had before the change."""
    earlier, _now = event.payload.get("diff", {}).get("slug", [event.payload["slug"]] * 2)
    return [event.payload["slug"], earlier]


def _drop(slugs: list[str]) -> None:
    below: dict[int, str] = {}
    for slug in slugs:
        below |= selectors.categories_below(slug)
    products = selectors.slugs_in(below.keys(), MOST - len(below))
    reads.changed(*(f"category:{slug}" for slug in below.values()), *(f"product:{slug}" for slug in products))


def _drop_of_types(slugs: list[str]) -> None:
    reads.changed(*(f"product:{product}" for slug in slugs for product in selectors.slugs_of_type(slug, MOST)))


_below, _of_types = AfterCommit(_drop), AfterCommit(_drop_of_types)
