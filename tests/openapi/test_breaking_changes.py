"""A change of the API that breaks a client is named, and none other; the last release is kept to."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from openapi.breaking import breaking_changes
from openapi.inclusion import Json

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "openapi/released.json"
GUARD = [{"access-token": ["admin"]}]

NAME = {"type": "string", "maxLength": 10, "pattern": "^[a-z]+$"}
THING = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "state": {"enum": ["new", "old"]}, "size": {"type": "integer"}},
    "required": ["name", "state", "size"],
}
GIVEN = {
    "type": "object",
    "properties": {
        "name": NAME,
        "state": {"enum": ["new", "old"]},
        "size": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "parent": {"$ref": "#/components/schemas/Given"},
    },
    "required": ["name"],
    "additionalProperties": False,
}
LIMIT = {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 100}, "required": False}
OLD: Json = {
    "info": {"version": "1.0.0"},
    "paths": {
        "/things": {
            "post": {
                "operationId": "make",
                "parameters": [LIMIT],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Given"}}}},
                "responses": {
                    "201": {
                        "headers": {"Location": {"required": True}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "409": {"$ref": "#/components/responses/conflict"},
                },
            }
        }
    },
    "components": {"schemas": {"Thing": THING, "Given": GIVEN}, "responses": {"conflict": {}}},
}
MAKE, THE_THING, THE_GIVEN = "paths /things post", "components schemas Thing", "components schemas Given"
BODY = f"{MAKE} requestBody"
ANSWER = f"{MAKE} responses 201"
TEXT = {"type": "string"}

Changes = dict[str, Any]
"""What becomes of which place; None takes it away."""

BREAKING: dict[str, tuple[Changes, str]] = {
    "a path": ({"paths /things": None}, "is gone"),
    "an operation": ({MAKE: None}, "is gone"),
    "an operation's name": ({f"{MAKE} operationId": "create"}, "is create now, and was make"),
    "who may call it": ({f"{MAKE} security": GUARD}, "is for others than before"),
    "a parameter": ({f"{MAKE} parameters": []}, "takes no limit in the query any more"),
    "a parameter that must be": ({f"{MAKE} parameters 0 required": True}, "needs limit in the query"),
    "a parameter's bounds": (
        {f"{MAKE} parameters 0 schema maximum": 50},
        "is asked with limit in the query, where it is taken in narrower bounds",
    ),
    "a body that must be": ({f"{BODY} required": True}, "needs a body"),
    "no body": ({BODY: None}, "takes no body any more"),
    "a body's media type": ({f"{BODY} content": {"text/csv": {}}}, "takes no application/json any more"),
    "a member that must be given": (
        {f"{THE_GIVEN} required": ["name", "state"]},
        "is asked with the body, where /state must be given",
    ),
    "a member that is not taken": (
        {f"{THE_GIVEN} properties tags": None},
        "is asked with the body, where /tags is not taken any more",
    ),
    "a narrower type": (
        {f"{THE_GIVEN} properties size": {"type": "integer"}},
        "is asked with the body, where /size is taken in fewer types",
    ),
    "a narrower type of items": (
        {f"{THE_GIVEN} properties tags items": {"type": "integer"}},
        "is asked with the body, where /tags/* is taken in fewer types",
    ),
    "a value that is not taken": (
        {f"{THE_GIVEN} properties state enum": ["new"]},
        "is asked with the body, where /state is taken with fewer values",
    ),
    "values of another type": (
        {f"{THE_GIVEN} properties state": {"type": "integer"}},
        "is asked with the body, where /state is taken in fewer types",
    ),
    "other labels": (
        {f"{THE_GIVEN} properties labels additionalProperties": {"type": "integer"}},
        "is asked with the body, where /labels/* is taken in fewer types",
    ),
    "members that have no name": (
        {f"{THE_GIVEN} properties labels additionalProperties": False},
        "is asked with the body, where /labels/* is not taken any more",
    ),
    "a shorter text": (
        {f"{THE_GIVEN} properties name maxLength": 5},
        "is asked with the body, where /name is taken in narrower bounds",
    ),
    "another pattern": (
        {f"{THE_GIVEN} properties name pattern": "^[a-f]+$"},
        "is asked with the body, where /name is taken in another form",
    ),
    "an answer": ({ANSWER: None}, "answers no 201 any more"),
    "an answer's header": ({f"{ANSWER} headers": {}}, "sends no Location with its 201 any more"),
    "an answer's media type": ({f"{ANSWER} content": {}}, "answers 201 with no application/json any more"),
    "a member of an answer": (
        {f"{THE_THING} properties size": None, f"{THE_THING} required": ["name", "state"]},
        "answers 201, where /size may be missing",
    ),
    "a member that may be missing": (
        {f"{THE_THING} required": ["name", "size"]},
        "answers 201, where /state may be missing",
    ),
    "another type of answer": (
        {f"{THE_THING} properties size": {"type": "number"}},
        "answers 201, where /size may be of another type",
    ),
    "null in an answer": (
        {f"{THE_THING} properties name": {"anyOf": [TEXT, {"type": "null"}]}},
        "answers 201, where /name may be of another type",
    ),
    "another value in an answer": (
        {f"{THE_THING} properties state enum": ["new", "old", "lost"]},
        "answers 201, where /state may have other values",
    ),
}
HARMLESS: dict[str, Changes] = {
    "nothing": {},
    "a path": {"paths /others": OLD["paths"]["/things"]},
    "an operation": {"paths /things get": OLD["paths"]["/things"]["post"]},
    "fewer callers refused": {f"{MAKE} security": None},
    "a parameter that may be": {f"{MAKE} parameters 1": LIMIT | {"name": "colour"}},
    "wider bounds": {f"{MAKE} parameters 0 schema maximum": 200},
    "a member that may be given": {f"{THE_GIVEN} properties colour": TEXT},
    "a member that need not be given": {f"{THE_GIVEN} required": []},
    "a value that is taken too": {f"{THE_GIVEN} properties state enum": ["new", "old", "lost"]},
    "null that is taken too": {f"{THE_GIVEN} properties name": {"anyOf": [NAME, {"type": "null"}]}},
    "another member of an answer": {f"{THE_THING} properties colour": TEXT},
    "fewer values in an answer": {f"{THE_THING} properties state enum": ["new"]},
    "another problem": {f"{MAKE} responses 404": {}},
    "one problem less": {f"{MAKE} responses 409": None},
}


def changed(changes: Changes) -> Json:
    new = deepcopy(OLD)
    for place, value in changes.items():
        *steps, last = place.split()
        found: Any = new
        for step in steps:
            found = found[int(step)] if isinstance(found, list) else found[step]
        if value is None:
            found.pop(last, None)
        elif isinstance(found, list):
            found.append(value)
        else:
            found[last] = value
    return new


@pytest.mark.parametrize(("changes", "named"), BREAKING.values(), ids=BREAKING)
def test_is_named(changes: Changes, named: str) -> None:
    assert breaking_changes(OLD, changed(changes)) == [f"POST /things {named}"]


@pytest.mark.parametrize("changes", HARMLESS.values(), ids=HARMLESS)
def test_is_not_where_it_breaks_nobody(changes: Changes) -> None:
    before = deepcopy(OLD)
    before["paths"]["/things"]["post"]["security"] = GUARD if f"{MAKE} security" in changes else []
    assert breaking_changes(before, changed(changes)) == []


def test_is_never_found_between_a_document_and_itself() -> None:
    assert breaking_changes(present(), present()) == []


@pytest.mark.parametrize("schema", ["Product", "ProductPage"])
def test_is_found_in_our_own_document(schema: str) -> None:
    new = present()
    del new["components"]["schemas"][schema]["required"]
    assert any("may be missing" in change for change in breaking_changes(present(), new))


def test_since_the_last_release_comes_with_a_new_major_version() -> None:
    released = json.loads(RELEASED.read_text()) if RELEASED.exists() else None
    assert (released["info"]["version"] if released else None) == last_release(), "openapi/released.json is another's"
    if released and major(released) == major(present()):
        assert breaking_changes(released, present()) == []


def present() -> Json:
    """The document of this working copy, which `make client` has written."""
    found: Json = json.loads((ROOT / "build/openapi.json").read_text())
    return found


def last_release() -> str | None:
    """As the changelog names it; None before the first."""
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    return found[1] if found else None


def major(document: Json) -> list[str]:
    """What semantic versioning changes where something breaks: of 0.x the minor version."""
    first, second, _ = document["info"]["version"].split(".")
    return [first, second] if first == "0" else [first]
