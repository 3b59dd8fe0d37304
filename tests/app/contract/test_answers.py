"""A success is what the document says: its status, its headers, and a body with every member and no other."""

import json

import pytest

from tests.app.contract.asking import ask, whoever_may
from tests.app.contract.case import Given, ways
from tests.app.contract.conformance import faults
from tests.app.contract.operations import OPERATIONS, Json, Operation, resolved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("operation", "given"), ways(OPERATIONS))
def test_of(operation: Operation, given: Given) -> None:
    call = given(3)
    answer = ask(operation, call, whoever_may(operation, call))
    assert answer.status_code in operation.successes, answer.content
    told = operation.responses[answer.status_code]
    needed = {name for name, header in told.get("headers", {}).items() if resolved(header)["required"]}
    assert [name for name in needed if name not in answer] == []
    kind = answer.get("Content-Type", "").partition(";")[0]
    if kind != "application/json" and "content" in told:
        assert kind in told["content"]
    elif "content" in told:
        schema = told["content"][kind]["schema"]
        assert faults(schema if "fields" in call.query else whole(schema), json.loads(b"".join(answer))) == []
    else:
        assert answer.content == b""


def whole(schema: Json) -> Json:
    """Of what is a whole or a part the whole: nothing may be missing where nobody asked for less."""
    found: Json = resolved(schema).get("x-whole", schema)
    return found
