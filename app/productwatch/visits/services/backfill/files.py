"""Files line by line: plain, packed by gzip, or standard input."""

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 64 * 1024
"""Bytes; what is longer is cut, and will be no line of any format."""

_GZIP = b"\x1f\x8b"


class Lines(NamedTuple):
    """`share` tells how much of the file has been read, from 0 to 1; None where nobody knows its length."""

    lines: Iterator[bytes]
    share: Callable[[], float | None]


@contextmanager
def opened(name: str) -> Iterator[Lines]:
    """`-` is standard input; OSError where the file cannot be read."""
    if name == "-":
        yield Lines(_lines(_unpacked(sys.stdin.buffer)), lambda: None)
        return
    with Path(name).open("rb") as file:
        size = Path(name).stat().st_size
        yield Lines(_lines(_unpacked(file)), lambda: min(1.0, file.tell() / size) if size else None)


def _unpacked(file: BinaryIO) -> BinaryIO:
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]  # raw ones only
    packed = buffered.peek(2)[:2] == _GZIP
    return gzip.GzipFile(fileobj=buffered) if packed else buffered  # type: ignore[return-value]  # as good as one


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        yield line
        while not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            line = file.readline(LONGEST_LINE)
