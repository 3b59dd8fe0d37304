"""What a picture is by its first bytes, found without decoding any: whatever a name or a header says of it.

JPEG: ITU-T T.81, B.1. PNG: W3C PNG, 11.2.1. GIF: GIF89a, 18. WebP: RFC 9649, 2.
"""

from collections.abc import Callable
from dataclasses import dataclass

WANTED = "must be a JPEG, PNG, WebP or GIF image"

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SVG_WITHIN = 1024

Size = tuple[int, int]


class NotAPicture(Exception):  # noqa: N818 - says what the bytes are
    """The bytes are no picture that is taken; the text goes on after its name."""


@dataclass(frozen=True, slots=True)
class Header:
    """Width and height are in pixels, before any orientation is applied."""

    content_type: str
    width: int
    height: int


def sniffed(content: bytes) -> Header:
    """NotAPicture says what the bytes should be."""
    for begins, content_type, size_of in _KINDS:
        if content.startswith(begins) and (size := _size(size_of, content)):
            return Header(content_type, *size)
    if b"<svg" in content[:_SVG_WITHIN].lower():
        raise NotAPicture(f"{WANTED}; an SVG drawing is a program, and is not taken")
    raise NotAPicture(WANTED)


def _size(size_of: Callable[[bytes], Size | None], content: bytes) -> Size | None:
    try:
        size = size_of(content)
    except IndexError:  # it ends within the header
        return None
    return size if size and min(size) > 0 else None


def _png(content: bytes) -> Size | None:
    if content[12:16] != b"IHDR":
        return None
    return _whole(content, 16, 4, "big"), _whole(content, 20, 4, "big")


def _gif(content: bytes) -> Size | None:
    return _whole(content, 6, 2, "little"), _whole(content, 8, 2, "little")


def _jpeg(content: bytes) -> Size | None:
    """From the frame header, which comes after segments of any kind."""
    position = 2
    while content[position] == 0xFF:
        marker = content[position + 1]
        if marker in _JPEG_FRAMES:
            return _whole(content, position + 7, 2, "big"), _whole(content, position + 5, 2, "big")
        if marker == 0xFF:
            position += 1
        else:
            position += 2 if marker in _JPEG_ALONE else 2 + _whole(content, position + 2, 2, "big")
    return None


def _webp(content: bytes) -> Size | None:
    if content[8:12] != b"WEBP":
        return None
    match content[12:16]:
        case b"VP8X":
            return _whole(content, 24, 3, "little") + 1, _whole(content, 27, 3, "little") + 1
        case b"VP8L" if content[20] == 0x2F:
            bits = _whole(content, 21, 4, "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if content[23:26] == b"\x9d\x01\x2a":
            return _whole(content, 26, 2, "little") & 0x3FFF, _whole(content, 28, 2, "little") & 0x3FFF
    return None


def _whole(content: bytes, at: int, length: int, order: str) -> int:
    found = content[at : at + length]
    if len(found) < length:
        raise IndexError(at)
    return int.from_bytes(found, "big" if order == "big" else "little")


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], Size | None]], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", _jpeg),
    (b"\x89PNG\r\n\x1a\n", "image/png", _png),
    (b"GIF87a", "image/gif", _gif),
    (b"GIF89a", "image/gif", _gif),
    (b"RIFF", "image/webp", _webp),
)
