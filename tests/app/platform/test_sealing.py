"""What is sealed is opened by the data key, for its purpose and as its owner's, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from productwatch.platform.sealing import SealBrokenError, opened, sealed


@given(st.binary(max_size=100), st.binary(max_size=20))
def test_is_what_it_was(plain: bytes, owner: bytes) -> None:
    assert opened("a", sealed("a", plain, owner), owner) == plain


@given(st.data())
def test_is_refused_where_a_bit_has_changed(data: st.DataObject) -> None:
    found = bytearray(sealed("a", b"secret", b"ann"))
    found[data.draw(st.integers(0, len(found) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBrokenError):
        opened("a", bytes(found), b"ann")


@pytest.mark.parametrize(("purpose", "owner"), [("b", b"ann"), ("a", b"bob")])
def test_is_refused_for_another(purpose: str, owner: bytes) -> None:
    with pytest.raises(SealBrokenError):
        opened(purpose, sealed("a", b"secret", b"ann"), owner)


def test_is_refused_with_another_key(settings: Settings) -> None:
    found = sealed("a", b"secret", b"ann")
    settings.DATA_KEY = "another" * 8
    with pytest.raises(SealBrokenError):
        opened("a", found, b"ann")


@pytest.mark.parametrize("found", [b"", b"short", b"x" * 12])
def test_is_refused_where_it_is_none(found: bytes) -> None:
    with pytest.raises(SealBrokenError):
        opened("a", found, b"ann")


def test_says_nothing_twice_alike() -> None:
    assert sealed("a", b"secret", b"ann") != sealed("a", b"secret", b"ann")
