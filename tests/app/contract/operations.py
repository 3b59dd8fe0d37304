"""The operations of the API, as its own document describes them: whatever is routed is here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from productwatch.config.api import build

Json = dict[str, Any]

DOCUMENT: Json = orjson.loads(orjson.dumps(build().get_openapi_schema(), option=orjson.OPT_NON_STR_KEYS))


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    details: Json

    def __str__(self) -> str:
        return self.name

    @property
    def needs(self) -> str | None:
        """The permission that it asks for; "" where signing in is enough, None where nobody needs to."""
        guards = [roles for guard in self.details.get("security", []) for roles in guard.values()]
        return "".join(guards[0]) if guards else None

    @property
    def responses(self) -> dict[int, Json]:
        return {int(status): resolved(answer) for status, answer in self.details["responses"].items()}

    @property
    def successes(self) -> set[int]:
        return {status for status in self.responses if status < 300}

    @property
    def form(self) -> Json | None:
        """The schema of its form, where it takes one."""
        content = self.details.get("requestBody", {}).get("content", {})
        schema: Json | None = content.get("multipart/form-data", {}).get("schema")
        return schema

    @property
    def body(self) -> Json | None:
        """The schema of its JSON body, where it takes one."""
        content = self.details.get("requestBody", {}).get("content", {})
        schema: Json | None = content.get("application/json", {}).get("schema")
        return schema

    def parameters(self, place: str) -> dict[str, Json]:
        """Those in the "path", "query" or "header", by name."""
        return {found["name"]: found for found in self.details["parameters"] if found["in"] == place}


def resolved(found: Json) -> Json:
    """What a reference points to, or what is there already."""
    while "$ref" in found:
        target: Any = DOCUMENT
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = target
    return found


def _operations() -> Iterator[Operation]:
    for path, methods in DOCUMENT["paths"].items():
        for method, details in methods.items():
            yield Operation(details["operationId"], method.upper(), path, details)


OPERATIONS = list(_operations())
