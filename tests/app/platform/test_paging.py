"""A cursor leads on from where a page ended, and none can be made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform import paging
from productwatch.platform.problems import Invalid

KEYS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(KEYS, st.integers(-(2**63), 2**63 - 1))
def test_holds_its_position(text: str, number: int) -> None:
    assert paging.decode(paging.encode(text, number), str, int) == [text, number]


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "bm90IGpzb24", "e30", "WzFd", "WzEsMl0", "é", "WyJcdTAwMDAiXQ"])
def test_that_was_made_up_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        paging.decode(cursor, str)


@given(st.lists(st.integers(0, 99), unique=True, max_size=12), st.integers(1, 5))
def test_pages_hold_every_row_once(numbers: list[int], limit: int) -> None:
    rows = [{"n": number} for number in sorted(numbers)]
    read, after = list[int](), -1
    while True:
        behind = [row for row in rows if row["n"] > after][: limit + 1]
        page = paging.page(behind, limit, lambda row: (row["n"],))
        read += [row["n"] for row in page["items"]]
        if page["next"] is None:
            break
        [after] = paging.decode(page["next"], int)
    assert read == sorted(numbers)
