"""Files of category trees: a JSON list of nodes, gzipped or not, each with the path from its root down to itself.

Only `id` and `path` count: what stands in paths alone becomes a category, too, and what a file tells beside (names once
more, children) is passed over, for real files contradict themselves there.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, BinaryIO

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from productwatch.catalog.models import DEEPEST, LONGEST_REFERENCE
from productwatch.catalog.schemas import Name
from productwatch.catalog.services.files.rows import Unreadable
from productwatch.platform.json import escaped

LARGEST = 100_000_000
"""Bytes of a file, unpacked."""

Reference = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=LONGEST_REFERENCE)]
Trimmed = Annotated[Name, BeforeValidator(lambda name: name.strip() if isinstance(name, str) else name)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class Step(_Given):
    id: Reference
    name: Trimmed


class FileNode(_Given):
    id: Reference
    path: list[Step] = Field(min_length=1, max_length=DEEPEST)


@dataclass(frozen=True, slots=True)
class Fault:
    """`pointer` leads to what is wrong in the file (RFC 6901)."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Node:
    """A category as a file tells it; `parent` is the reference of the one that it lies in."""

    reference: str
    name: str
    parent: str | None
    depth: int


@dataclass(slots=True)
class Nodes:
    """The nodes of a file, by reference, as far as it has been read."""

    found: dict[str, Node] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def take(self, place: int, given: Any) -> list[Fault]:
        """Adds the node at that place of the file, with all that its path names; or nothing, and says why."""
        try:
            node = FileNode.model_validate(given)
        except ValidationError as error:
            return [Fault(_pointer(place, found["loc"]), found["msg"]) for found in error.errors(include_url=False)]
        steps = dict(_steps(node))
        faults = list(self._contradictions(place, node, steps))
        if not faults:
            self._places[node.id] = place
            self.found |= steps
        return faults

    def _contradictions(self, place: int, node: FileNode, steps: dict[str, Node]) -> Iterator[Fault]:
        if node.path[-1].id != node.id or len(steps) < len(node.path):
            yield Fault(_pointer(place, ["path"]), f"must end with {node.id!r} itself, and name nothing twice")
        if node.id in self._places:
            yield Fault(_pointer(place, ["id"]), f"{node.id!r} stands at #/{self._places[node.id]} already")
        for step in steps.values():
            if self.found.get(step.reference, step) != step:
                at = _pointer(place, ["path", step.depth])
                yield Fault(at, f"{step.reference!r} has another name or parent earlier in the file")


def read(file: BinaryIO) -> list[Any]:
    """The list in the file; Unreadable where it is none."""
    try:
        found = orjson.loads(_unpacked(file))
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"it is no JSON: {error}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unreadable(f"it cannot be unpacked: {error}") from None
    if not isinstance(found, list):
        raise Unreadable("it is no JSON list")
    return found


def _unpacked(file: BinaryIO) -> bytes:
    begins = file.read(2)
    file.seek(0)
    content = (gzip.GzipFile(fileobj=file) if begins == b"\x1f\x8b" else file).read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST:,} bytes")
    return content


def _steps(node: FileNode) -> Iterator[tuple[str, Node]]:
    parent = None
    for depth, step in enumerate(node.path):
        yield step.id, Node(step.id, step.name, parent, depth)
        parent = step.id


def _pointer(place: int, location: Any) -> str:
    return "/".join(["#", str(place), *(escaped(str(step)) for step in location)])
