"""Rows of a product file, in the two formats of such files: each becomes a product or the faults that it has.

A column that a file has not, or a member that a line has not, leaves that part of a product as it is; a blank cell, or
null, empties it. What a row may hold is what the API takes.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from ninja import Field
from pydantic import ValidationError

from productwatch.catalog.models import DEEPEST
from productwatch.catalog.schemas import Name, ProductChange, Slug
from productwatch.catalog.services.files.cells import text_of, texts_of

COLUMNS = (
    *("slug", "name", "description", "category", "type", "attributes", "price", "currency", "stock", "sku"),
    *("brand", "tags", "image", "image_alt", "status", "publish_from", "publish_until"),
)
REQUIRED = ("name", "price")
"""What a new product needs beside its slug."""

STEP, TAG = ">", "|"
"""What stands between the categories of a cell, and between tags."""

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_LONGEST_VALUE = 100
_PATH = "category path"
"""As ImportedProduct takes it; what a column or a member of that name would be, nothing is."""


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """The file as a whole is no product file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` is where the row begins, as an editor counts; `column` is empty where the row as a whole is wrong."""

    line: int
    column: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        return f"line {self.line}{self.column and f', {self.column}'}: {self.reason}"


class ImportedProduct(ProductChange):
    """A product as a row tells it; `path` names its categories from the root down, and is empty where it has none."""

    slug: Slug
    path: list[Name] = Field(default_factory=list, max_length=DEEPEST, alias="category path")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    product: ImportedProduct
    values: dict[str, Any]
    """By the names of columns or members: what the file says."""

    @property
    def is_silent_about_alt(self) -> bool:
        """Whether the file has an image's address alone."""
        return isinstance(self.values.get("image"), str) and "image_alt" not in self.values

    def fault(self, location: Sequence[int | str], reason: str) -> Fault:
        return _fault(self.line, self.values, location, reason)

    def lacks(self, members: Iterable[str]) -> list[Fault]:
        """A fault for each of the members that the row does not give."""
        return [self.fault([name], "Field required") for name in members if name not in self.product.model_fields_set]


Read = Row | list[Fault]


class Format(Protocol):
    """How a product file is written."""

    @property
    def header(self) -> list[str]:
        """What its first line says of all others; empty where nothing."""

    def records(self, lines: Iterator[str], first: int) -> Iterator[tuple[int, Any]]:
        """Each record with the line where it begins, what cannot be one as a Fault; blank lines are passed over."""

    def row(self, line: int, record: Any) -> Read: ...


class Csv:
    """Comma-separated values (RFC 4180), the first line of which names the columns."""

    def __init__(self, header: list[str]) -> None:
        self.header = header

    @classmethod
    def begun(cls, lines: Iterator[str]) -> "Csv":
        """Takes the header off the lines; Unreadable is raised where it is none."""
        reader = csv.reader(lines, strict=True)
        try:
            header = next(reader, None)
        except csv.Error as error:
            raise Unreadable(f"its header is no line of comma-separated values: {error}") from None
        if header is None:
            raise Unreadable("it is empty")
        _check(header)
        return cls(header)

    def records(self, lines: Iterator[str], first: int) -> Iterator[tuple[int, list[str] | Fault]]:
        reader = csv.reader(lines, strict=True)
        while True:
            line = first + reader.line_num
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, Fault(line, "", f"no comma-separated values: {error}")
                continue
            if values:
                yield line, values

    def row(self, line: int, record: list[str] | Fault) -> Read:
        if isinstance(record, Fault):
            return [record]
        if len(record) != len(self.header):
            return [Fault(line, "", f"has {len(record)} values where the header has {len(self.header)}")]
        cells = dict(zip(self.header, record, strict=True))
        return _row(line, cells, dict(_given(cells)))


class JsonLines:
    """A JSON object in each line, as the API takes products; `category` is a slug, or the names of its path."""

    header: list[str] = []

    def records(self, lines: Iterator[str], first: int) -> Iterator[tuple[int, str]]:
        return ((line, text) for line, text in enumerate(lines, first) if text.strip())

    def row(self, line: int, record: str) -> Read:
        try:
            members = orjson.loads(record)
        except orjson.JSONDecodeError as error:
            return [Fault(line, "", f"no JSON: {error}", record[:_LONGEST_VALUE])]
        if not isinstance(members, dict):
            return [Fault(line, "", "no JSON object", record[:_LONGEST_VALUE])]
        is_path = isinstance(members.get("category"), list)
        return _row(
            line, members, {_PATH if name == "category" and is_path else name: members[name] for name in members}
        )


def _check(header: list[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    if "slug" not in header or unknown or len({*header}) < len(header) or ("price" in header) != ("currency" in header):
        what = f"; there is no column {unknown[0][:_LONGEST_VALUE]!r}" if unknown else ""
        known = ", ".join(COLUMNS)
        raise Unreadable(f"its header must name slug, and others of {known}, each once, price and currency both{what}")


def _row(line: int, values: dict[str, Any], given: dict[str, Any]) -> Read:
    try:
        product = ImportedProduct.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        return [_fault(line, values, each["loc"], each["msg"].removeprefix("Value error, ")) for each in found]
    row = Row(line, product, values)
    return row.lacks([name for name in REQUIRED if name in values]) or row


def _fault(line: int, values: dict[str, Any], location: Sequence[int | str], reason: str) -> Fault:
    column = _column(values, location)
    value: Any = values
    for step in column.split("/"):
        value = value.get(step, "") if isinstance(value, dict) else value
    shown = value if isinstance(value, str) else orjson.dumps(value).decode()
    return Fault(line, column, reason, shown[:_LONGEST_VALUE] if column else "")


def _column(values: dict[str, Any], location: Sequence[int | str]) -> str:
    """The column that a member of ImportedProduct comes from; in JSON it is the way to the member."""
    match tuple(location):
        case (name, *_) if name == _PATH:
            return "category"
        case ("price", "currency") if "currency" in values:
            return "currency"
        case ("image", "alt") if "image_alt" in values:
            return "image_alt"
        case (first, *_) if isinstance(values.get(str(first)), str | None):
            return str(first)
    return "/".join(map(str, location))


def _given(cells: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """What the cells say, as the API takes it; of what must not be blank, a blank cell is told as missing."""
    for name in ("slug", "name"):
        if text := text_of(cells.get(name, "")):
            yield name, text
    if "price" in cells:
        price = {"amount": text_of(cells["price"]), "currency": text_of(cells["currency"])}
        yield "price", {name: text for name, text in price.items() if text}
    if "category" in cells:
        path = texts_of(cells["category"], STEP)
        yield (_PATH, path) if path else ("category", None)
    if "image" in cells:
        yield "image", _image(text_of(cells["image"]), cells)
    yield from ((name, read(cells[name])) for name, read in _PLAIN.items() if name in cells)


def _image(url: str, cells: dict[str, str]) -> dict[str, str] | None:
    alt = text_of(cells["image_alt"]) if "image_alt" in cells else text_of(cells.get("name", ""))
    return {"url": url, "alt": alt} if url else None


def _object(text: str) -> Any:
    """Text that is no JSON stays text, which the schema refuses."""
    try:
        return orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        return text


def _whole(text: str) -> int | str:
    """No text is zero; text that is no whole number stays text, which the schema refuses."""
    return (int(text) if _WHOLE.fullmatch(text) else text) if text else 0


_PLAIN: dict[str, Callable[[str], Any]] = {
    "description": text_of,
    "type": lambda cell: text_of(cell) or None,
    "attributes": lambda cell: _object(text_of(cell)),
    "stock": lambda cell: _whole(text_of(cell)),
    "sku": lambda cell: text_of(cell) or None,
    "brand": lambda cell: text_of(cell) or None,
    "tags": lambda cell: texts_of(cell, TAG),
    "status": text_of,
    "publish_from": lambda cell: text_of(cell) or None,
    "publish_until": lambda cell: text_of(cell) or None,
}
"""How the cells of other columns are read."""
