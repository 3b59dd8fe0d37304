"""A packed day …"""

from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from productwatch.visits.packing import QUARTERS, pack

COUNTS = st.lists(st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 70_000)), min_size=96, max_size=96)


def before(counts: Sequence[int], quarters: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT visits_before(%s, %s, quarter) FROM unnest(%s::int[]) WITH ORDINALITY AS asked (quarter, number)"
            " ORDER BY number",
            [pack(counts), sum(counts), list(quarters)],
        )
        return [found for (found,) in cursor.fetchall()]


class AnyDay(TestCase):
    @settings(max_examples=60)
    @given(COUNTS)
    def test_tells_what_there_was_before_each_quarter(self, counts: list[int]) -> None:
        assert before(counts, range(QUARTERS + 1)) == [sum(counts[:quarter]) for quarter in range(QUARTERS + 1)]


@pytest.mark.parametrize(("visits", "takes"), [({}, 0), ({17: 1}, 1), ({17: 9, 19: 1}, 3), ({0: 255, 95: 1}, 191)])
def test_takes_few_bytes(visits: dict[int, int], takes: int) -> None:
    assert len(pack([visits.get(quarter, 0) for quarter in range(QUARTERS)])) == takes
