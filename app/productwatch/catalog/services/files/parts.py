"""Cutting a product file into parts between its rows, while it is still coming: each part can be read by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from productwatch.catalog.services.files.rows import Csv, Format, JsonLines, Read, Unreadable

ROWS, CHARACTERS = 1000, 1_000_000
"""What a part has at most, but for its last row."""

LONGEST_LINE = 256 * 1024

Form = Literal["csv", "jsonl"]


@dataclass(frozen=True, slots=True)
class Part:
    """`line` is that of its beginning in the file."""

    line: int
    rows: int
    content: bytes


class File:
    """A product file that comes as blocks of bytes; Unreadable is raised at the first thing that makes it none."""

    def __init__(self, blocks: Iterable[bytes], form: Form) -> None:
        self._taken = _Taken(_decoded(_lines(blocks)))
        self.format: Format = Csv.begun(self._taken) if form == "csv" else JsonLines()

    def parts(self) -> Iterator[Part]:
        taken = self._taken
        line, rows = 1 + len(taken.lines), 0
        taken.clear()
        for _ in self.format.records(taken, line):
            rows += 1
            if rows == ROWS or taken.characters >= CHARACTERS:
                yield Part(line, rows, taken.content())
                line, rows = line + len(taken.lines), 0
                taken.clear()
        if rows:
            yield Part(line, rows, taken.content())


def format_of(form: Form, header: list[str]) -> Format:
    """That of a file whose header is known."""
    return Csv(header) if form == "csv" else JsonLines()


def read(part: Part, form: Format) -> Iterator[Read]:
    """Its rows, or what is wrong with each."""
    lines = StringIO(part.content.decode(), newline="\n")
    return (form.row(line, record) for line, record in form.records(lines, part.line))


class _Taken:
    """Lines, and which of them have been taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.clear()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.lines.append(line)
        self.characters += len(line)
        return line

    def content(self) -> bytes:
        return "".join(self.lines).encode()

    def clear(self) -> None:
        self.lines: list[str] = []
        self.characters = 0


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    number, rest = 0, b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            number += 1
            yield line + b"\n"
        if len(rest) > LONGEST_LINE:
            raise Unreadable(f"line {number + 1} is longer than {LONGEST_LINE:,} bytes")
    if rest:
        yield rest


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"line {number} is not UTF-8") from None
