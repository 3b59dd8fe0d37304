"""What an operation that takes `fields` answers is told as a whole, which has all, or a part, which needs nothing."""

import pytest

from tests.app.contract.conformance import faults
from tests.app.contract.operations import OPERATIONS, Json, Operation, resolved

SPARSE = [operation for operation in OPERATIONS if "fields" in operation.parameters("query")]


def choices(operation: Operation) -> list[Json]:
    (content,) = operation.responses[200]["content"].values()
    return [resolved(choice) for choice in resolved(content["schema"])["anyOf"]]


def item(schema: Json) -> Json:
    items = schema["properties"].get("items")
    return resolved(items["items"]) if items else schema


def test_are_told_of_where_the_catalog_is_read() -> None:
    assert {"list_products", "get_product", "list_categories", "get_category"} == {each.name for each in SPARSE}


@pytest.mark.parametrize("operation", SPARSE, ids=str)
def test_are_parts_of_their_whole(operation: Operation) -> None:
    whole, part = choices(operation)
    assert item(part)["properties"] == item(whole)["properties"]
    assert set(item(whole)["required"]) == item(whole)["properties"].keys()
    assert "required" not in item(part)


@pytest.mark.parametrize("operation", SPARSE, ids=str)
def test_may_be_named_one_by_one(operation: Operation) -> None:
    fields = operation.parameters("query")["fields"]
    assert (fields["style"], fields["explode"]) == ("form", False)
    assert set(fields["schema"]["items"]["enum"]) == item(choices(operation)[0])["properties"].keys()


def test_are_no_wholes() -> None:
    whole, part = ({"$ref": f"#/components/schemas/{name}"} for name in ("ProductDetail", "PartialProductDetail"))
    assert faults(part, {"slug": "a"}) == []
    assert faults(whole, {"slug": "a"}) != []
    assert faults(part, {"size": "a"}) != []
