"""A hit in the stream …"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.visits.entries import Broken, Hit, event_id, parse
from tests.app.visits.hits import hit, instant

NOW = instant("2026-11-20T12:00+00:00")
lines = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=100)


@given(st.binary(min_size=16, max_size=16), st.lists(lines, min_size=5, max_size=9))
def test_comes_out_as_it_went_in(visitor: bytes, fields: list[str]) -> None:
    went_in = Hit(event_id(NOW), visitor, *fields)
    assert parse(went_in.packed(), NOW) == went_in


@given(st.binary(max_size=200))
def test_is_told_from_what_is_none(packed: bytes) -> None:
    try:
        assert parse(packed, NOW).at <= NOW + timedelta(hours=1)
    except Broken:
        return


def test_may_have_more_fields_than_we_know() -> None:
    known = hit()
    assert parse(known.packed() + b"\nlater", NOW) == known


@pytest.mark.parametrize("at", ["1999-12-31T23:59+00:00", "2026-11-20T13:01+00:00"])
def test_of_a_time_that_cannot_be_is_none(at: str) -> None:
    with pytest.raises(Broken):
        parse(hit(at).packed(), NOW)


def test_keeps_its_time_to_the_millisecond() -> None:
    at = instant("2026-11-20T11:59:59.987+00:00")
    assert hit(at).at == at


def test_has_an_id_of_its_own() -> None:
    assert len({event_id(NOW) for _ in range(1000)}) == 1000
