"""The prices that an import has changed, of which those that moved most are told."""

from collections.abc import Iterable
from decimal import Decimal
from heapq import nlargest
from typing import Any

from productwatch.catalog.models import Product
from productwatch.catalog.services.differences import Diff

Move = dict[str, Any]
MOST = 10


def moves_of(changes: Iterable[tuple[Product, Diff]]) -> list[Move]:
    """What became of each price that is another now, as JSON."""
    return [
        {"slug": product.slug, "name": product.name, "old": diff["price"][0], "new": diff["price"][1]}
        for product, diff in changes
        if "price" in diff
    ]


def largest(moves: Iterable[Move]) -> list[Move]:
    return nlargest(MOST, moves, key=_distance)


def _distance(move: Move) -> Decimal:
    """As a part of the old price; what has another currency now cannot be compared, and comes last."""
    old, new = (Decimal(price["amount"]) for price in (move["old"], move["new"]))
    if move["old"]["currency"] != move["new"]["currency"]:
        return Decimal(-1)
    return abs(new - old) / old if old else Decimal("Infinity")
