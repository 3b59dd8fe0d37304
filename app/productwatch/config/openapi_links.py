"""Links in the API's description: what an answer that made something leads to."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_REF = "#/components/schemas/"


def add_links(paths: Json, schemas: dict[str, Json]) -> None:
    """A 201 of /things that tells its `name` is linked to each operation at and below /things/{name}."""
    for path, operations in paths.items():
        made = operations.get("post", {}).get("responses", {}).get(201)
        if made is None:
            continue
        if links := dict(_links(path, _members(made, schemas), paths)):
            made["links"] = links


def _links(path: str, members: list[str], paths: Json) -> Iterator[tuple[str, Json]]:
    for member in members:
        place = f"{path}/{{{member}}}"
        for below in paths:
            if below == place or below.startswith(f"{place}/"):
                for operation in paths[below].values():
                    link = {
                        "operationId": operation["operationId"],
                        "parameters": {member: f"$response.body#/{member}"},
                    }
                    yield operation["operationId"], link


def _members(response: Json, schemas: dict[str, Json]) -> list[str]:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").removeprefix(_REF)
    return list(schemas.get(name, {}).get("properties", {}))
