"""Walking the list while products come and go shows none twice, and each that was there all the time."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import get_args

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.orders import Sort, order_of
from productwatch.platform import clock

MOMENT = clock.now()
Kind = tuple[str, str, int]
kinds = st.tuples(st.sampled_from(["a", "b", "B", "é"]), st.sampled_from(["EUR", "JPY"]), st.sampled_from([1, 2, 10]))
changes = st.lists(st.one_of(kinds, st.integers(0, 30)), max_size=3)
"""What happens between two pages: a product of that kind comes, or the one of that number goes."""


class Shop:
    """Products of few names, prices and times: many are equal in all but their id."""

    def __init__(self, first: list[Kind]) -> None:
        self._numbers = count()
        for kind in first:
            self.add(kind)
        self.stayed = {str(number) for number in range(len(first))}

    def add(self, kind: Kind) -> None:
        name, currency, amount = kind
        slug = str(next(self._numbers))
        times = {"created_at": MOMENT, "updated_at": MOMENT}
        Product.objects.create(slug=slug, name=name, currency=currency, amount=Decimal(amount), **times)

    def change(self, change: Kind | int) -> None:
        if not isinstance(change, int):
            return self.add(change)
        Product.objects.filter(slug=str(change)).update(archived_at=MOMENT)
        return self.stayed.discard(str(change))


def walk(sort: Sort, limit: int) -> Iterator[list[str]]:
    cursor = None
    while True:
        page = selectors.product_page(sort, selectors.Choice(), cursor, limit)
        yield [item["slug"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            return


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from(get_args(Sort)), st.lists(kinds, max_size=15), st.integers(1, 4), st.lists(changes, max_size=10))
def test_in_any_order(sort: Sort, first: list[Kind], limit: int, between: list[list[Kind | int]]) -> None:
    with transaction.atomic():
        shop, seen = Shop(first), list[str]()
        waiting = iter(between)
        for page in walk(sort, limit):
            seen += page
            for change in next(waiting, []):
                shop.change(change)
        assert len(set(seen)) == len(seen)
        assert shop.stayed <= set(seen)
        assert seen == ordered(sort, seen)
        transaction.set_rollback(True)


def ordered(sort: Sort, slugs: list[str]) -> list[str]:
    order = order_of(sort)
    rows = Product.objects.filter(slug__in=slugs).values("slug", *{*order.columns} - {"slug"})
    return [row["slug"] for row in order.sorted(rows)]
