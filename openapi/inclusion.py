"""Whether all values of one JSON schema are values of another: for the schemas that our API describes itself with.

What cannot be told from the schemas is taken for a difference, so that silence means inclusion.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

Json = dict[str, Any]

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_FORMS = ("pattern", "format", "uniqueItems", "multipleOf")


class Kind(Enum):
    """Why a value of the inner schema may be none of the outer."""

    TYPE = auto()
    VALUES = auto()
    ABSENT = auto()  # a member that the outer requires
    UNKNOWN = auto()  # a member that the outer forbids
    BOUNDS = auto()
    FORM = auto()


@dataclass(frozen=True, slots=True)
class Difference:
    pointer: str
    kind: Kind


class Inclusion:
    """Compares schemas of an inner document with those of an outer one."""

    def __init__(self, inner: Json, outer: Json) -> None:
        self._inner, self._outer = inner, outer
        self._seen: set[tuple[str, str]] = set()

    def differences(self, inner: Json, outer: Json, pointer: str = "") -> Iterator[Difference]:
        """Each reason why a value of `inner` may be none of `outer`."""
        pair = inner.get("$ref", ""), outer.get("$ref", "")
        if all(pair):
            if pair in self._seen:
                return
            self._seen.add(pair)
        small, large = _plain(inner, self._inner), _plain(outer, self._outer)
        if {"anyOf", "oneOf"} & (small.keys() | large.keys()):
            yield from self._of_choices(small, large, pointer)
        else:
            yield from self._of_one(small, large, pointer)

    def _of_choices(self, small: Json, large: Json, pointer: str) -> Iterator[Difference]:
        """Each choice of the inner one must be included in some choice of the outer one."""
        choices = _choices(large)
        for choice in _choices(small):
            each = [self._apart(choice, other, pointer) for other in choices]
            if all(each):
                yield from each[0] if len(each) == 1 else [min(each, key=len)[0]]

    def _apart(self, small: Json, large: Json, pointer: str) -> list[Difference]:
        """Tried without remembering: what one choice has seen, another must see too."""
        trial = Inclusion(self._inner, self._outer)
        trial._seen = set(self._seen)
        return list(trial.differences(small, large, pointer))

    def _of_one(self, small: Json, large: Json, pointer: str) -> Iterator[Difference]:
        if not _types(small) <= _types(large):
            yield Difference(pointer, Kind.TYPE)
            return
        if _narrows_values(small, large):
            yield Difference(pointer, Kind.VALUES)
        if not _lies_within(small, large):
            yield Difference(pointer, Kind.BOUNDS)
        if any(name in large and small.get(name) != large[name] for name in _FORMS):
            yield Difference(pointer, Kind.FORM)
        yield from self._of_members(small, large, pointer)
        if "items" in large:
            yield from self.differences(small.get("items", {}), large["items"], f"{pointer}/*")

    def _of_members(self, small: Json, large: Json, pointer: str) -> Iterator[Difference]:
        ours, theirs = small.get("properties", {}), large.get("properties", {})
        for name in sorted(set(large.get("required", [])) - set(small.get("required", []))):
            yield Difference(f"{pointer}/{name}", Kind.ABSENT)
        for name, member in ours.items():
            if name in theirs:
                yield from self.differences(member, theirs[name], f"{pointer}/{name}")
            elif large.get("additionalProperties") is False:
                yield Difference(f"{pointer}/{name}", Kind.UNKNOWN)
        yield from self._of_other_members(small.get("additionalProperties"), large.get("additionalProperties"), pointer)

    def _of_other_members(self, small: Any, large: Any, pointer: str) -> Iterator[Difference]:
        """Those that have no name; a schema that says nothing of them allows them all."""
        if large is False and small is not False:
            yield Difference(f"{pointer}/*", Kind.UNKNOWN)
        elif isinstance(large, dict) and small is not False:
            yield from self.differences(small if isinstance(small, dict) else {}, large, f"{pointer}/*")


def resolved(found: Json, document: Json) -> Json:
    """What a reference points to, or what is there already."""
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = target
    return found


def _plain(schema: Json, document: Json) -> Json:
    """Without references, and without an `allOf` that only wraps one."""
    found = resolved(schema, document)
    while len(found.get("allOf", [])) == 1:
        found = {name: value for name, value in found.items() if name != "allOf"} | resolved(
            found["allOf"][0], document
        )
    return found


def _choices(schema: Json) -> list[Json]:
    found: list[Json] = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return found


def _types(schema: Json) -> set[str]:
    given = schema.get("type") or [_TYPES[type(value)] for value in _values(schema) or []] or [*_TYPES.values()]
    found = {given} if isinstance(given, str) else set(given)
    return found | {"integer"} if "number" in found else found


def _narrows_values(small: Json, large: Json) -> bool:
    ours, allowed = _values(small), _values(large)
    return allowed is not None and (ours is None or any(value not in allowed for value in ours))


def _values(schema: Json) -> list[Any] | None:
    """The only ones that it allows; None where it names none."""
    found: list[Any] | None = [schema["const"]] if "const" in schema else schema.get("enum")
    return found


def _lies_within(small: Json, large: Json) -> bool:
    above = all(name in small and small[name] >= large[name] for name in _LOWER_BOUNDS if name in large)
    below = all(name in small and small[name] <= large[name] for name in _UPPER_BOUNDS if name in large)
    return above and below
