"""Whether a value is what the document says: all that it names, and nothing else."""

from functools import cache
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator

from tests.app.contract.operations import DOCUMENT, Json


def faults(schema: Json, value: Any) -> list[str]:
    """What is wrong where; unknown members are, also where the schema does not forbid them."""
    validator = _validator(orjson.dumps(schema))
    return [f"{'/'.join(map(str, found.instance_path))}: {found.message}" for found in validator.iter_errors(value)]


@cache
def _validator(schema: bytes) -> Draft202012Validator:
    root = orjson.loads(schema) | {"components": {"schemas": DOCUMENT["components"]["schemas"]}}
    return Draft202012Validator(_strict(root), validate_formats=True)


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _strict(each) for name, each in schema.items() if name not in {"examples", "default", "const"}}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("unevaluatedProperties", False)
    return found
