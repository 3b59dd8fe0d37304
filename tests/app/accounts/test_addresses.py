"""An address has one spelling, and is judged by its form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.accounts.addresses import LONGEST, address


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ann@Example.COM", "ann@example.com"),
        ("admin@productwatch.localhost", "admin@productwatch.localhost"),
        ("ann@shop.test", "ann@shop.test"),
        ("ann+watch@example.com", "ann+watch@example.com"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_is_kept_as(text: str, kept: str) -> None:
    assert address(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@localhost",
        "ann@host.invalid",
        "ann@[127.0.0.1]",
        "a@" + "b." * 125 + "example",
        "änn@example.com",
        "Ann <ann@example.com>",
        " ann@example.com",
        "ann@example.com\nBcc: all@example.com",
        "a" * 65 + "@example.com",
        f"ann@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example",
    ],
)
def test_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        address(text)


@given(st.emails() | st.text())
def test_stays_the_same_when_read_again(text: str) -> None:
    try:
        kept = address(text)
    except ValueError:
        return
    assert address(kept) == kept == kept.lower()
    assert kept.isascii()
    assert len(kept) <= LONGEST
