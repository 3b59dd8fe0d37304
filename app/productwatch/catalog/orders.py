"""The orders in which products are listed. Each has an index, which serves it up and down."""

from typing import Literal

from productwatch.platform.paging import Order

Sort = Literal[
    "slug", "-slug", "name", "-name", "price", "-price", "created_at", "-created_at", "updated_at", "-updated_at"
]

RELEVANCE: Literal["relevance"] = "relevance"
"""By rank, the newest first among equals: the order of a search alone, for it ranks what it finds."""

SearchSort = Literal[
    "relevance",
    "slug",
    "-slug",
    "name",
    "-name",
    "price",
    "-price",
    "created_at",
    "-created_at",
    "updated_at",
    "-updated_at",
]

COLUMNS = {
    "slug": ("slug",),
    "name": ("name", "id"),
    "price": ("currency", "amount", "id"),
    "created_at": ("created_at", "id"),
    "updated_at": ("updated_at", "id"),
}
"""Amounts of two currencies cannot be compared, so prices go by currency first."""


def order_of(sort: Sort) -> Order:
    return Order(COLUMNS[sort.removeprefix("-")], descending=sort.startswith("-"))
