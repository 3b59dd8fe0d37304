"""What a change of a category makes stale: itself, the lists, all that lies below it and the products in there.

Beyond `MOST` of them the others' marks run out by themselves: no request waits long for a large part of the tree, and
no answer is stale for longer than a mark lives.
"""

from productwatch.catalog import selectors
from productwatch.platform import reads
from productwatch.platform.after_commit import AfterCommit

MOST = 10_000


def changed(*slugs: str) -> None:
    """Makes answers about these categories stale once the transaction has committed, and about what lies below them."""
    reads.changed("categories", "products", *(f"category:{slug}" for slug in slugs))
    _below.add(*slugs)


def _drop(slugs: list[str]) -> None:
    below: dict[int, str] = {}
    for slug in slugs:
        below |= selectors.categories_below(slug)
    products = selectors.slugs_in(below.keys(), MOST - len(below))
    reads.changed(*(f"category:{slug}" for slug in below.values()), *(f"product:{slug}" for slug in products))


_below = AfterCommit(_drop)
