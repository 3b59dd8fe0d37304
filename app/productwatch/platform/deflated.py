"""Files that are written in pieces, each deflated for itself (RFC 1951), and read as one, plain or as gzip."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""RFC 1952, §2.3: deflated, of no name and no time, by a system that does not matter."""

_RAW = -zlib.MAX_WBITS
_LAST_BLOCK = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Size:
    """What is known of a file: its bytes with their checksum (RFC 1952), and those of its pieces."""

    plain: int
    crc: int
    packed: int

    @property
    def gzipped(self) -> int:
        return len(_GZIP) + self.packed + len(_LAST_BLOCK) + 8


def packed(content: bytes) -> bytes:
    """A piece that ends at a whole byte, so that others can follow, and refers to nothing before it."""
    deflated = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    return deflated.compress(content) + deflated.flush(zlib.Z_FULL_FLUSH)


def plain(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of the file."""
    return (zlib.decompressobj(_RAW).decompress(piece) for piece in pieces)


def gzipped(pieces: Iterable[bytes], size: Size) -> Iterator[bytes]:
    """The same as one gzip member."""
    yield _GZIP
    yield from pieces
    yield _LAST_BLOCK + size.crc.to_bytes(4, "little") + (size.plain % 2**32).to_bytes(4, "little")
