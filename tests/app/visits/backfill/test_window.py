"""The window within a file …"""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from productwatch.visits.services.backfill.window import LATE, Window
from tests.app.visits.hits import instant

NOON = instant("2026-11-20T12:00:00+00:00")
ANN, BOB = b"a" * 16, b"b" * 16
readings = st.lists(st.tuples(st.sampled_from([ANN, BOB]), st.sampled_from(["stool", "chair"]), st.integers(0, 60)))


@given(readings)
def test_is_that_of_a_plain_look_at_the_times(found: list[tuple[bytes, str, int]]) -> None:
    window, last, opened, expected = Window(10), {}, [], []  # type: ignore[var-annotated]  # filled below
    for visitor, slug, second in sorted(found, key=lambda each: each[2]):
        opened.append(window.opens(visitor, slug, NOON + timedelta(seconds=second)))
        expected.append(second - last.get((visitor, slug), -10) >= 10)
        if expected[-1]:
            last[visitor, slug] = second
    assert opened == expected


def test_outlasts_lines_that_are_out_of_order() -> None:
    window = Window(10)
    at = [NOON, NOON - timedelta(seconds=3), NOON + timedelta(seconds=9), NOON + timedelta(seconds=10)]
    assert [window.opens(ANN, "stool", each) for each in at] == [True, False, False, True]


def test_forgets_what_is_long_over() -> None:
    window = Window(10, many=10)
    for number in range(1000):
        assert window.opens(number.to_bytes(16, "big"), "stool", NOON + number * LATE / 4)
    assert len(window._opened) <= 11


def test_of_no_length_counts_each() -> None:
    window = Window(0)
    assert [window.opens(ANN, "stool", NOON) for _ in range(2)] == [True, True]
