"""Parts of what is shown: the query names the members that are left, cut out of the bytes that are kept of the whole.

So a part costs no SQL where the whole is kept, and strangers who ask for ever other parts make us keep nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from ninja import Field
from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Cut = Callable[[bytes], bytes]


def part(names: Sequence[str]) -> Cut | None:
    """Leaves these members of an object; None where none is named, for all of them."""
    return (lambda body: orjson.dumps(_left(orjson.loads(body), names))) if names else None


def page_part(names: Sequence[str]) -> Cut | None:
    """The same for each item of a page."""

    def cut(body: bytes) -> bytes:
        page = orjson.loads(body)
        return orjson.dumps(page | {"items": [_left(item, names) for item in page["items"]]})

    return cut if names else None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Annotates a text that must be one of these, and says so where it is none."""

    names: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.names))


SEPARATED = BeforeValidator(lambda given: [name for text in given for name in text.split(",")])
"""Annotates a list of texts that stand in one parameter, with commas between; NOT_EXPLODED tells OpenAPI so.

The parameter may be repeated all the same, for clients that know of no other way.
"""

NOT_EXPLODED = Field(min_length=1, json_schema_extra={"explode": False})


def _left(item: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: item[name] for name in names}
