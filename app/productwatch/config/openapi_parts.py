"""Parts in the API's description: what an operation that takes `fields` answers, the whole or what was asked for of it.

A whole has all that its schema requires, a part may lack any of it: two schemas, and a third that is either.
"""

from typing import Any

Json = dict[str, Any]

_REF = "#/components/schemas/"


def add_parts(paths: Json, schemas: dict[str, Json]) -> None:
    """Gives each operation that takes `fields` the schema of a whole or a part for the one that it has declared."""
    for operations in paths.values():
        for operation in operations.values():
            if any(parameter["name"] == "fields" for parameter in operation["parameters"]):
                (content,) = operation["responses"][200]["content"].values()
                content["schema"] = _either(content["schema"]["$ref"].removeprefix(_REF), schemas)


def _either(whole: str, schemas: dict[str, Json]) -> Json:
    name = f"{whole}OrPart"
    schemas[name] = {
        "title": name,
        "description": "With `fields` a part, else the whole.",
        "anyOf": [_ref(whole), _part(whole, schemas)],
        "x-whole": _ref(whole),
    }
    return _ref(name)


def _part(whole: str, schemas: dict[str, Json]) -> Json:
    """Of a page the parts of its items; of all else what has no member that must be there."""
    name, members = f"Partial{whole}", schemas[whole]["properties"]
    if "items" in members:
        item = members["items"]["items"]["$ref"].removeprefix(_REF)
        items = members["items"] | {"items": _part(item, schemas)}
        schemas[name] = schemas[whole] | {"title": name, "properties": members | {"items": items}}
    else:
        schemas[name] = {key: value for key, value in schemas[whole].items() if key != "required"} | {"title": name}
    return _ref(name)


def _ref(name: str) -> Json:
    return {"$ref": f"{_REF}{name}"}
