"""Rows of a product file: comma-separated, UTF-8, each read into a product or into faults that name line and column."""

import csv
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError

from productwatch.catalog.schemas import Name, ProductIn, Slug

COLUMNS = ("slug", "name", "description", "category", "price", "currency", "stock", "sku", "image")

_WHOLE = re.compile(r"-?[0-9]{1,18}")


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """The file as a whole is no product file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` is where the row begins, as an editor counts; `column` is empty where the row as a whole is wrong."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}{self.column and f', {self.column}'}: {self.reason}"


class ImportedProduct(ProductIn):
    """A product as a row tells it; `path` names its categories from the root down, and is empty where it has none."""

    slug: Slug
    path: list[Name] = Field(max_length=10)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    product: ImportedProduct


def read(lines: Iterable[bytes]) -> Iterator[Row | list[Fault]]:
    """Each row, or what is wrong with it; Unreadable where the file is empty, no UTF-8, or has another header."""
    reader = csv.reader(_decoded(lines), strict=True)
    header = _header(reader)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [Fault(line, "", f"no comma-separated values: {error}")]
            continue
        if values:
            yield _row(line, header, values)


def column_at(location: Sequence[int | str]) -> str:
    """The column that a member of ImportedProduct comes from."""
    if tuple(location) == ("price", "currency"):
        return "currency"
    return "category" if location[0] == "path" else str(location[0])


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"line {number} is not UTF-8") from None


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        header = next(reader, None)
    except csv.Error as error:
        raise Unreadable(f"its header is no line of comma-separated values: {error}") from None
    if header is None:
        raise Unreadable("it is empty")
    if sorted(header) != sorted(COLUMNS):
        raise Unreadable(f"its header must name the columns {', '.join(COLUMNS)}, each once")
    return header


def _row(line: int, header: list[str], values: list[str]) -> Row | list[Fault]:
    if len(values) != len(header):
        return [Fault(line, "", f"has {len(values)} values where the header has {len(header)}")]
    try:
        return Row(line, ImportedProduct.model_validate(_given(dict(zip(header, values, strict=True)))))
    except ValidationError as error:
        return [Fault(line, column_at(found["loc"]), found["msg"]) for found in error.errors(include_url=False)]


def _given(cells: dict[str, str]) -> dict[str, Any]:
    name, image = _text(cells["name"]), cells["image"].strip()
    return _present(
        slug=cells["slug"].strip(),
        name=name,
        description=_text(cells["description"]),
        path=[_text(step) for step in cells["category"].split(">")] if cells["category"].strip() else [],
        price=_present(amount=cells["price"].strip(), currency=cells["currency"].strip()),
        stock=_whole(cells["stock"].strip()),
        sku=cells["sku"].strip(),
        image={"url": image, "alt": name} if image else None,
    )


def _present(**members: Any) -> dict[str, Any]:
    """A blank cell is a member that was left out."""
    return {name: value for name, value in members.items() if value is not None and value != ""}


def _text(cell: str) -> str:
    """What people read, with HTML's entities as the characters that they stand for."""
    return html.unescape(cell).replace("\N{NO-BREAK SPACE}", " ").strip()


def _whole(cell: str) -> int | str:
    """Text that is no whole number stays text, which the schema refuses."""
    return int(cell) if _WHOLE.fullmatch(cell) else cell
