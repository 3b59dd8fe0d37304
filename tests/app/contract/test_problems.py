"""Every mistake of a client is answered with a problem that the document tells of."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from tests.app.contract.asking import content_of, example_body, send, whoever_may
from tests.app.contract.case import Call, case_of
from tests.app.contract.conformance import faults
from tests.app.contract.operations import OPERATIONS, Operation, resolved

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

NO_TEXT = {"no": ["text", "number", "or", "truth"]}
Mistake = tuple[str, Call, bytes, int]
"""What is wrong, the request, and the status that it deserves."""


def mistakes(operation: Operation, right: Call) -> Iterator[Mistake]:
    body, content = example_body(operation) if right.body is None else right.body, content_of(operation, right)
    for name in operation.parameters("path"):
        if 404 in operation.responses:
            yield f"nothing has the {name}", replace(right, path=dict(right.path) | {name: "none"}), content, 404
    for name, parameter in operation.parameters("query").items():
        if resolved(parameter["schema"]).get("type") == "integer":
            yield f"no number as {name}", replace(right, query=dict(right.query) | {name: "x"}), content, 422
        yield f"{name} twice", replace(right, query=dict(right.query) | {name: ["1", "1"]}), content, 422
    if operation.body:
        yield from (("no body", right, b"", 422), ("no JSON", right, b"{", 400), ("not an object", right, b"[]", 422))
        yield from ((what, right, orjson.dumps(wrong), 422) for what, wrong in wrong_bodies(operation, body))

    for what, form in wrong_forms(right.form or {}):
        yield what, right, content_of(operation, replace(right, form=form)), 422
    if right.form:
        yield "no form", right, b"", 422


def wrong_forms(form: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if form:
        yield "an unknown field", form | {"unknown": "1"}
        yield "an unknown file", form | {"unknown": b"1"}
    for name, value in form.items():
        yield f"{name} twice", form | {name: [value, value]}
        if isinstance(value, bytes):
            yield f"no {name}", {other: value for other, value in form.items() if other != name}


def wrong_bodies(operation: Operation, body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    schema = resolved(operation.body or {})
    yield "an unknown member", body | {"unknown": 1}
    for name in schema.get("required", []):
        yield f"no {name}", {other: value for other, value in body.items() if other != name}
    for name in schema["properties"]:
        yield f"{name} of another type", body | {name: NO_TEXT}


def is_documented(operation: Operation, answer: "Answer", status: int) -> list[str]:
    """What is wrong with it as a problem of that status."""
    if answer.status_code != status:
        return [f"{answer.status_code} {answer.content[:200]!r}"]
    if status not in operation.responses:
        return [f"{status} is not documented"]
    told, found = operation.responses[status]["content"]["application/problem+json"], answer.json()
    kinds = {shown["value"]["type"] for shown in told["examples"].values()}
    headers = operation.responses[status]["headers"]
    missing = [name for name, header in headers.items() if resolved(header)["required"] and name not in answer]
    same = (found["status"], found["request_id"]) == (status, answer["X-Request-ID"])
    checks = {"its kind": found["type"] in kinds, "its headers": not missing, "what it repeats": same}
    checks["its media type"] = answer["Content-Type"] == "application/problem+json"
    return [*faults(told["schema"], found), *(name for name, holds in checks.items() if not holds)]


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
@pytest.mark.django_db
def test_of(operation: Operation) -> None:
    right = case_of(operation).given(1)
    token = whoever_may(operation, right)
    wrong = {
        what: is_documented(operation, send(operation, call, token, content), status)
        for what, call, content, status in mistakes(operation, right)
    }
    assert {what: faults for what, faults in wrong.items() if faults} == {}


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.needs is not None], ids=str)
@pytest.mark.django_db
def test_of_a_bad_token_asking_for(operation: Operation) -> None:
    answer = send(operation, Call(), "x.y.z", b"")
    assert is_documented(operation, answer, 401) == []
