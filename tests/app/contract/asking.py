"""How the proofs ask: any operation, by anybody."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.app.contract.case import Call
from tests.app.contract.operations import Json, Operation, resolved
from tests.app.contract.principals import PRINCIPALS

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def whoever_may(operation: Operation, call: Call) -> str | None:
    """A token of whom it belongs to, else of the least that the operation asks for."""
    if call.token:
        return call.token
    return next(found for found in PRINCIPALS if found.may_call(operation.needs)).token()


def ask(operation: Operation, call: Call, token: str | None, headers: Mapping[str, str] | None = None) -> "Answer":
    return send(operation, call, token, content_of(operation, call), headers)


def content_of(operation: Operation, call: Call) -> bytes:
    if call.file is not None:
        return call.file[1]
    if call.form is not None:
        return encode_multipart(BOUNDARY, {name: _encodable(value) for name, value in call.form.items()})
    body = example_body(operation) if call.body is None else call.body
    return b"" if body is None else orjson.dumps(body)


def media_type(call: Call) -> str:
    if call.file is not None:
        return call.file[0]
    return "application/json" if call.form is None else MULTIPART_CONTENT


def _encodable(value: Any) -> Any:
    """Bytes are a file."""
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    return SimpleUploadedFile("file", value) if isinstance(value, bytes) else value


def send(
    operation: Operation,
    call: Call,
    token: str | None,
    content: bytes,
    headers: Mapping[str, str] | None = None,
) -> "Answer":
    """The same with the very bytes of a body; a step of the path that is not told is one that nothing has."""
    named = {name: call.path.get(name, nowhere(step)) for name, step in operation.parameters("path").items()}
    all_headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(raise_request_exception=False).generic(
        operation.method,
        operation.path.format(**named),
        content,
        media_type(call),
        query_params={name: call.query[name] for name in operation.parameters("query") if name in call.query},
        headers=all_headers | dict(call.headers) | dict(headers or {}),
    )


def nowhere(step: Json) -> str:
    schema = resolved(step["schema"])
    if schema.get("format") == "uuid":
        return str(UUID(int=0))
    return "0" if schema.get("type") == "integer" else "none"


def example_body(operation: Operation) -> Any:
    return resolved(operation.body)["examples"][0] if operation.body else None
