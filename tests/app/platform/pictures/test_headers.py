"""What a picture is, by its first bytes …"""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.pictures.headers import Header, NotAPicture, sniffed
from tests.app.catalog.pictures import picture

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}


def refusal(content: bytes) -> str:
    with pytest.raises(NotAPicture) as refused:
        sniffed(content)
    return str(refused.value)


@pytest.mark.parametrize(("kind", "content_type"), KINDS.items())
@pytest.mark.parametrize("size", [(1, 1), (40, 20), (257, 1000)])
def test_is_told_with_its_size(kind: str, content_type: str, size: tuple[int, int]) -> None:
    assert sniffed(picture(kind, size)) == Header(content_type, *size)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}], ids=["lossless", "extended"]
)
def test_is_told_of_each_kind_of_webp(options: dict[str, Any]) -> None:
    assert sniffed(picture("WEBP", (300, 200), **options)) == Header("image/webp", 300, 200)


def test_is_told_of_a_progressive_jpeg() -> None:
    assert sniffed(picture("JPEG", (300, 200), progressive=True)) == Header("image/jpeg", 300, 200)


def test_tells_how_large_it_claims_to_be() -> None:
    claimed = picture()[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1)
    assert sniffed(claimed) == Header("image/png", 2**31 - 1, 2**31 - 1)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", b"BM" + b"\0" * 60, b"\0\0\0\x18ftypheic" + b"\0" * 60]
)
def test_is_none_that_is_taken(content: bytes) -> None:
    assert refusal(content) == "must be a JPEG, PNG, WebP or GIF image"


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<?xml version='1.0'?>\n<!-- -->\n<SVG/>"]
)
def test_of_a_drawing_says_why_it_is_not_taken(content: bytes) -> None:
    assert "an SVG drawing is a program" in refusal(content)


@pytest.mark.parametrize("kind", KINDS)
def test_is_not_told_of_a_header_that_is_cut_off(kind: str) -> None:
    whole = picture(kind)
    for length in range(10):
        assert refusal(whole[:length])


def test_has_a_size() -> None:
    assert refusal(picture()[:16] + bytes(8))


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"]), st.binary(max_size=200))
def test_is_told_or_refused_whatever_follows(begins: bytes, rest: bytes) -> None:
    try:
        found = sniffed(begins + rest)
    except NotAPicture:
        return
    assert min(found.width, found.height) > 0
