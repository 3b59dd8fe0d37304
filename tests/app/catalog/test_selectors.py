"""What other domains ask the catalog."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.platform import clock
from productwatch.platform.money import Money
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


def test_of_the_changes_of_a_day_the_weightiest_are_told_first(stool: Product) -> None:
    start = clock.now()
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        products.change("stool", {"stock": 2})
    with time_machine.travel(start + timedelta(hours=2), tick=False):
        products.archive("stool")
    with time_machine.travel(start + timedelta(hours=3), tick=False):
        products.restore("stool")
        products.change("stool", {"price": Money(Decimal("9.00"), "USD")})
    with time_machine.travel(start + timedelta(hours=4), tick=False):
        changes, in_all = selectors.changes_of_day(start, clock.now(), 3)
    assert [(row["slug"], row["kind"], list(row["diff"])) for row in changes] == [
        ("stool", "changed", ["price"]),
        ("stool", "archived", []),
        ("stool", "restored", []),
    ]
    assert in_all == 4


def test_a_day_ends_before_the_next_begins(stool: Product) -> None:
    at = stool.versions.get().at
    assert selectors.changes_of_day(at, at + timedelta(days=1), 9)[1] == 1
    assert selectors.changes_of_day(at - timedelta(days=1), at, 9) == ([], 0)
