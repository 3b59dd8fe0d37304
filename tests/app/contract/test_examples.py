"""The document shows an example of everything that is sent, and each is valid."""

import pytest

from productwatch.config.openapi_examples import NoExampleError, example
from tests.app.contract.conformance import faults
from tests.app.contract.operations import DOCUMENT, OPERATIONS, Json, Operation

SCHEMAS: dict[str, Json] = DOCUMENT["components"]["schemas"]
JSON = "application/json"
RESPONSES: dict[str, Json] = DOCUMENT["components"]["responses"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_of_a_schema(name: str) -> None:
    shown = SCHEMAS[name].get("examples") or [example(name, SCHEMAS)]
    assert [faults({"$ref": f"#/components/schemas/{name}"}, each) for each in shown] == [[]] * len(shown)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_of_a_body_stands_in_a_schema_of_its_own(operation: Operation) -> None:
    bodies = [operation.details.get("requestBody", {}), *operation.responses.values()]
    shown = [body["content"][JSON] for body in bodies if JSON in body.get("content", {})]
    assert [content for content in shown if "$ref" not in content["schema"]] == []


@pytest.mark.parametrize("kind", RESPONSES)
def test_of_a_problem(kind: str) -> None:
    (content,) = RESPONSES[kind]["content"].values()
    assert content["examples"]
    for shown in content["examples"].values():
        assert faults(content["schema"], shown["value"]) == []


def test_that_is_missing_is_named() -> None:
    page = {"type": "object", "properties": {"colour": {"type": "string"}}}
    with pytest.raises(NoExampleError, match=r"^Page\.colour$"):
        example("Page", {"Page": page})


def test_of_a_tree_ends() -> None:
    node = {
        "type": "object",
        "properties": {"below": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}},
    }
    assert example("Node", {"Node": node}) == {"below": []}
