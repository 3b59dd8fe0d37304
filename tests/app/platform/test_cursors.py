"""A cursor holds its position, for one list, and none is made up or altered."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from productwatch.platform.cursors import Cursors
from productwatch.platform.problems import Invalid

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LIST = Cursors("list", "-price", None)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(-(2**63), 2**63 - 1))
def test_holds_its_position(text: str, number: int) -> None:
    assert LIST.position(LIST.made(text, number)) == [text, number]


def test_gives_times_amounts_and_ids_back_as_texts() -> None:
    moment, identifier = datetime(2026, 11, 21, 12, 0, 0, 123456, UTC), UUID(int=7)
    made = LIST.made(moment, Decimal("10.5000"), identifier)
    assert LIST.position(made) == ["2026-11-21T12:00:00.123456+00:00", "10.5000", str(identifier)]


@pytest.mark.parametrize("cursor", ["x", "%%%", "bm90IGpzb24", "WzFd", "é", "=", "A" * 24])
def test_that_was_made_up_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        LIST.position(cursor)


@given(st.data())
def test_that_was_altered_is_refused(data: st.DataObject) -> None:
    made = LIST.made("white-plimsolls", 7)
    at = data.draw(st.integers(0, len(made) - 1))
    altered = made[:at] + data.draw(st.sampled_from(ALPHABET)) + made[at + 1 :]
    assume(altered != made)
    with pytest.raises(Invalid):
        LIST.position(altered)


@pytest.mark.parametrize("padded", ["=", " ", "\n", "A"])
def test_has_one_spelling(padded: str) -> None:
    with pytest.raises(Invalid):
        LIST.position(LIST.made(1) + padded)


@pytest.mark.parametrize(
    "other", [("list", "price", None), ("list", "-price", "a"), ("list", "-price", "None"), ("l",)]
)
def test_of_another_list_is_refused(other: tuple[object, ...]) -> None:
    with pytest.raises(Invalid):
        LIST.position(Cursors(*other).made(1))
