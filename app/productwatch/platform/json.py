"""JSON in and out, by orjson: strict UTF-8, no NaN, no lone surrogates, and no NUL, which Postgres cannot keep."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.types import DictStrAny

from productwatch.platform.problems import BadRequest, Invalid

NUL = "\0"


class StrictParser(Parser):
    """Ninja's parser of bodies."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        try:
            body: DictStrAny = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise BadRequest(f"The body is no JSON: {error}") from None
        if b"\\u0000" in request.body and (pointers := list(_pointers_to_nul(body, "#"))):
            raise Invalid([{"pointer": at, "detail": "must hold no NUL character"} for at in pointers])
        return body


class OrjsonRenderer(BaseRenderer):
    """Ninja's renderer of what a view returns."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002 - Ninja's
        return orjson.dumps(data)


def json_response(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), "application/json", status)


def private_json(value: Any, status: int = 200) -> HttpResponse:
    """The same for one asker alone: nobody on the way may keep it, nor the asker's own browser."""
    response = json_response(value, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pointers_to_nul(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, str) and NUL in value:
        yield pointer
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from [pointer] if NUL in name else _pointers_to_nul(member, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _pointers_to_nul(item, f"{pointer}/{index}")


def escaped(name: str) -> str:
    """A member's name as a JSON pointer writes it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
