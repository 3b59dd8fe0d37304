"""A page ends with a cursor where there is more, and without one where there is not."""

from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform import paging
from productwatch.platform.cursors import Cursors

LIST = Cursors("numbers")


@given(st.lists(st.integers(0, 99), unique=True, max_size=12), st.integers(1, 5))
def test_cut_into_pages_every_row_is_there_once(numbers: list[int], limit: int) -> None:
    rows = [{"n": number} for number in sorted(numbers)]
    read, after = list[int](), -1
    while True:
        behind = [row for row in rows if row["n"] > after][: limit + 1]
        page = paging.cut(behind, limit, LIST, lambda row: (row["n"],))
        read += [row["n"] for row in page["items"]]
        if page["next"] is None:
            break
        [after] = LIST.position(page["next"])
    assert read == sorted(numbers)
