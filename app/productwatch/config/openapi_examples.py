"""Examples in the API's description: each schema's is put together from those of its members."""

from contextlib import suppress
from typing import Any

Json = dict[str, Any]

_REF = "#/components/schemas/"
_OF_FORMAT = {
    "binary": "…",
    "date": "2026-11-20",
    "date-time": "2026-11-20T09:30:00Z",
    "uuid": "6f1c0f53-7f2c-4f0c-9d57-0b6a4f3f8a52",
}


class NoExampleError(LookupError):
    """Nothing tells what a member may look like; the text names it."""


def add_examples(schemas: dict[str, Json]) -> None:
    """Gives each schema an example, but for those whose members do not tell enough: a test names them."""
    for name, schema in schemas.items():
        with suppress(NoExampleError):
            schema.setdefault("examples", [example(name, schemas)])


def example(name: str, schemas: dict[str, Json]) -> Any:
    """What the schema of that name may look like; NoExampleError names the member that needs `examples`."""
    return _Examples(schemas).of({"$ref": f"{_REF}{name}"}, name)


class _Examples:
    def __init__(self, schemas: dict[str, Json]) -> None:
        self._schemas = schemas
        self._trail: list[str] = []

    def of(self, schema: Json, place: str) -> Any:  # noqa: PLR0911 - a table of cases
        match schema:
            case {"examples": [first, *_]} | {"const": first} | {"enum": [first, *_]}:
                return first
            case {"default": default} if default is not None:
                return default
            case {"$ref": str() as ref}:
                return self._named(ref.removeprefix(_REF), place)
            case {"anyOf": choices} | {"oneOf": choices} | {"allOf": choices}:
                return self.of(choices[0], place)
            case {"type": "object", "properties": members}:
                return {name: self.of(member, f"{place}.{name}") for name, member in members.items()}
            case {"type": "array", "items": items}:
                return self._items(items, place)
            case {"format": kind} if kind in _OF_FORMAT:
                return _OF_FORMAT[kind]
            case {"type": "integer"}:
                return schema.get("minimum", 1)
            case {"type": "boolean"}:
                return True
        raise NoExampleError(place)

    def _named(self, name: str, place: str) -> Any:
        if name in self._trail:
            raise _CircleError(place)
        self._trail.append(name)
        try:
            return self.of(self._schemas[name], place)
        finally:
            self._trail.pop()

    def _items(self, schema: Json, place: str) -> list[Any]:
        try:
            return [self.of(schema, place)]
        except _CircleError:
            return []


class _CircleError(NoExampleError):
    """A schema that holds itself ends where its list is empty."""
