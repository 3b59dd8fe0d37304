"""What other domains ask the catalog."""

from datetime import timedelta

import pytest
import time_machine

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.platform import clock
from productwatch.platform.problems import NotFound


def test_ids_are_found_for_archived_products_too(stool: Product) -> None:
    products.archive("stool")
    assert selectors.product_ids(["stool", "none", "nul\0"]) == {"stool": stool.id}


def test_names_are_found_by_id(stool: Product) -> None:
    assert selectors.product_names([stool.id]) == {stool.id: ("stool", "Stool")}


@pytest.mark.parametrize("slug", ["none", "nul\0", "a" * 300])
def test_an_unknown_product_is_not_found(db: None, slug: str) -> None:
    for find in (selectors.public_product_id, selectors.product_id):
        with pytest.raises(NotFound):
            find(slug)


def test_the_changes_of_a_day_are_told_in_their_order(stool: Product) -> None:
    start = clock.now()
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        products.change("stool", {"stock": 2})
    with time_machine.travel(start + timedelta(hours=2), tick=False):
        products.archive("stool")
    with time_machine.travel(start + timedelta(hours=3), tick=False):
        changes = selectors.changes_of_day(start, clock.now())
    assert [(row["product_id"], row["slug"], row["kind"], row["diff"]) for row in changes] == [
        (stool.id, "stool", "changed", {"stock": [3, 2]}),
        (stool.id, "stool", "archived", {}),
    ]


def test_a_day_ends_before_the_next_begins(stool: Product) -> None:
    at = stool.versions.get().at
    assert len(selectors.changes_of_day(at, at + timedelta(days=1))) == 1
    assert selectors.changes_of_day(at - timedelta(days=1), at) == []
