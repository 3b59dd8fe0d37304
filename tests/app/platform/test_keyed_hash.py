"""A keyed hash tells nothing without its key and differs by purpose."""

from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from productwatch.platform.keyed_hash import digest, keyed_hash


def test_depends_on_key_and_purpose(settings: Settings) -> None:
    first = keyed_hash("visitor", "192.0.2.1")
    assert keyed_hash("limiter", "192.0.2.1") != first
    settings.DATA_KEY = "another key that is just as long as the first one"
    assert keyed_hash("visitor", "192.0.2.1") != first


@given(st.lists(st.text()), st.lists(st.text()))
def test_no_two_lists_of_parts_collide(one: list[str], other: list[str]) -> None:
    assert (digest(b"key", *one) == digest(b"key", *other)) == (one == other)
