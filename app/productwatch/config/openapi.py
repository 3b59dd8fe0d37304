"""The API's description (OpenAPI 3.1): what holds for many operations is said here, once.

A route declares its own answers alone; who may call it, and the problems that follow from what it takes, are derived.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import orjson
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from productwatch.accounts.services.second_factor import SecondFactorRefused, SecondFactorRequired
from productwatch.config.idempotency import takes_key
from productwatch.config.openapi_conditions import ETAG, add_conditions
from productwatch.config.openapi_examples import add_examples
from productwatch.config.openapi_links import add_links
from productwatch.config.openapi_parts import add_parts
from productwatch.platform.auth import SignedIn
from productwatch.platform.idempotency import REPEATED, KeyReused, StillRunning, reason_without_key
from productwatch.platform.idempotency_key import HEADER, PATTERN
from productwatch.platform.limiter.fields import DESCRIBED
from productwatch.platform.permissions import MEANINGS, roles_with
from productwatch.platform.problems import (
    CONTENT_TYPE,
    BadRequest,
    Conflict,
    Forbidden,
    HeadersTooLarge,
    Invalid,
    LengthRequired,
    Misdirected,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Problem,
    QuotaExceeded,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMediaType,
    problem_body,
)
from productwatch.platform.schema import ProblemOut

Json = dict[str, Any]

SCHEME = "access-token"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "`access` of signing in or refreshing; it ends after five minutes",
}
KEY_SCHEME = "api-key"
_KEY_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "pw_",
    "description": "A key of `/auth/keys`. Its scopes are permissions:\n\n"
    + "\n".join(f"- `{permission}`: {meaning}" for permission, meaning in MEANINGS.items()),
}
_MEANINGS: dict[type[Problem], str] = {
    BadRequest: "The request cannot be read.",
    Unauthorized: "Nobody is signed in, or not any more.",
    Forbidden: "Who asks lacks the permission.",
    NotFound: "There is no such thing, or not any more.",
    Conflict: "What is asked for contradicts what there is.",
    LengthRequired: "The body came without its Content-Length.",
    PreconditionFailed: "It has changed since the client has seen it; `ETag` is that of what it is now.",
    TooLarge: "The body is too large.",
    UnsupportedMediaType: "The body is of a media type that is not read here.",
    Misdirected: "Another process answers this, to which the proxy in front has not led the request.",
    Invalid: "The request cannot be accepted; `errors` says what is wrong where.",
    PreconditionRequired: "Say by If-Match what you have seen of it.",
    QuotaExceeded: "Requests come too soon after each other; `violated-policies` names the limits.",
    HeadersTooLarge: "The headers are too large.",
    Unavailable: "What the request needs is away, or too busy.",
}
_FIELD = {"pointer": "#/price/amount", "detail": "must be a decimal number, such as 10.00"}
_REFERENCE = re.compile(REF_TEMPLATE.format(model='([^"]+)"'))
_PROBLEMS = {int(kind.status): kind for kind in _MEANINGS}
_RETRY: Json = {"description": "seconds after which to try again", "schema": {"type": "integer", "minimum": 1}}
_LIMITS: Json = {name: {"$ref": f"#/components/headers/{name}"} for name in DESCRIBED}
_HEADERS: dict[type[Problem], Json] = {
    Unauthorized: {"WWW-Authenticate": {"required": True, "schema": {"const": "Bearer"}}},
    Conflict: {"Retry-After": _RETRY | {"required": False}},
    PreconditionFailed: {"ETag": ETAG},
    QuotaExceeded: {"Retry-After": _RETRY | {"required": True}} | _LIMITS,
    Unavailable: {"Retry-After": _RETRY | {"required": True}},
}
_USUAL: dict[type[Problem], Problem] = {Invalid: Invalid([_FIELD]), QuotaExceeded: QuotaExceeded(["reads"], 12)}
_SPECIAL: dict[type[Problem], list[Problem]] = {
    Conflict: [StillRunning()],
    Invalid: [KeyReused()],
    Unauthorized: [SecondFactorRequired(), SecondFactorRefused(datetime(2026, 11, 20, 9, 30, tzinfo=UTC))],
}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "names this request for a day: sent again, it is answered as before and not done again",
    "schema": {"type": "string", "pattern": PATTERN, "examples": ["8e03978e-40d5-43e8-bc93-6894a57f9324"]},
}
_REPEATED = {
    REPEATED: {"required": False, "description": "present where the answer is repeated", "schema": {"const": "true"}}
}


class DescribedAPI(NinjaAPI):
    """Ninja's API with our description, made when it is first asked for."""

    def get_openapi_schema(self, **_places: Any) -> OpenAPISchema:
        return self._description

    @cached_property
    def _description(self) -> OpenAPISchema:
        description = Description(self, self.get_root_path({}))
        schemas = description["components"]["schemas"] = dict(_in_use(description))
        add_parts(description["paths"], schemas)
        add_examples(schemas)
        add_conditions(description["paths"])
        add_links(description["paths"], schemas)
        return description


class Description(OpenAPISchema):
    def operation_details(self, operation: Operation) -> Json:
        details = super().operation_details(operation)
        details["description"] = f"{details.get('description', '')}\n\n{_callers(operation)}".strip()
        if reason := reason_without_key(operation.view_func):
            details["x-no-idempotency-key"] = reason
        return details

    def operation_parameters(self, operation: Operation) -> list[Json]:
        parameters = [_parameter(found) for found in super().operation_parameters(operation)]
        return [*parameters, _KEY] if takes_key(operation) else parameters

    def operation_security(self, operation: Operation) -> list[Json] | None:
        guards = _guards(operation)
        return [scheme for guard in guards for scheme in _schemes(guard)] or None

    def request_body(self, operation: Operation) -> Json:
        """A form has a schema of its own, as JSON bodies have."""
        body = super().request_body(operation)
        for content in body.get("content", {}).values():
            if "$ref" not in content["schema"]:
                name = "".join(part.title() for part in str(operation.operation_id).split("_")) + "Form"
                self.add_schema_definitions({name: content["schema"] | {"title": name, "additionalProperties": False}})
                content["schema"] = {"$ref": REF_TEMPLATE.format(model=name)}
        return body

    def responses(self, operation: Operation) -> dict[int, Json]:
        declared = super().responses(operation)
        if takes_key(operation):
            declared = {status: answer | {"headers": dict(_REPEATED)} for status, answer in declared.items()}
        named = {*declared, *_problems(operation)}
        return {status: _response(status) if status >= 400 else _limited(declared[status]) for status in sorted(named)}

    def get_components(self) -> Json:
        problem = ProblemOut.model_json_schema(ref_template=REF_TEMPLATE) | {"title": "Problem"}
        self.add_schema_definitions(problem.pop("$defs") | {"Problem": problem})
        self.schemas.pop(ProblemOut.__name__, None)  # what Ninja has found by itself
        responses = {kind.kind: _component(kind) for kind in _MEANINGS}
        headers = {name: _header(meaning) for name, meaning in DESCRIBED.items()}
        schemes = {SCHEME: _BEARER, KEY_SCHEME: _KEY_BEARER}
        return {"schemas": self.schemas, "responses": responses, "headers": headers, "securitySchemes": schemes}


def _guards(operation: Operation) -> list[SignedIn]:
    return [guard for guard in operation.auth_callbacks if isinstance(guard, SignedIn)]


def _schemes(guard: SignedIn) -> list[Json]:
    """What it takes: an access token, and an API key where a permission is asked for."""
    if guard.permission is None:
        return [{SCHEME: []}]
    return [{scheme: [str(guard.permission)]} for scheme in (SCHEME, KEY_SCHEME)]


def _callers(operation: Operation) -> str:
    """Who may call it, in words."""
    guards = _guards(operation)
    if not guards:
        return "For everybody."
    permission = guards[0].permission
    if permission is None:
        return "For whoever is signed in."
    roles = ", ".join(roles_with(permission))
    return f"Needs the permission `{permission}`: {roles}, or an API key with it."


def _problems(operation: Operation) -> Iterator[int]:
    """The statuses that follow from what the operation takes and from who may call it."""
    yield from (BadRequest.status, QuotaExceeded.status, HeadersTooLarge.status, Unavailable.status)
    taken = {model.__ninja_param_source__ for model in operation.models}
    if taken & {"body", "form", "file"}:
        yield from (LengthRequired.status, TooLarge.status)
    if taken & {"body", "form", "file", "query"}:
        yield Invalid.status
    if takes_key(operation):
        yield from (Conflict.status, Invalid.status)
    if PreconditionFailed.status in operation.response_models:
        yield PreconditionRequired.status
    if _guards(operation):
        yield from (Unauthorized.status, Forbidden.status)


def _header(meaning: str) -> Json:
    return {"required": False, "description": meaning, "schema": {"type": "string"}}


def _limited(response: Json) -> Json:
    return response | {"headers": response.get("headers", {}) | _LIMITS}


def _response(status: int) -> Json:
    return {"$ref": f"#/components/responses/{_PROBLEMS[status].kind}"}


def _component(kind: type[Problem]) -> Json:
    shown = [_USUAL.get(kind) or kind(_MEANINGS[kind])]
    shown += _SPECIAL.get(kind, [])
    examples = {problem.kind: {"value": _example(problem)} for problem in shown}
    content = {CONTENT_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}, "examples": examples}}
    return {"description": _MEANINGS[kind], "headers": _HEADERS.get(kind, {}), "content": content}


def _example(problem: Problem) -> Json:
    found: Json = orjson.loads(problem_body(problem, "/api/v1/products", "4bf92f3577b34da6a3ce929d0e0e4736"))
    return found


def _in_use(description: Json) -> Iterator[tuple[str, Json]]:
    """Ninja lists the schemas of parameters too, which nothing points to."""
    schemas = description["components"]["schemas"]
    found: set[str] = set()
    waiting = [description["paths"], description["components"]["responses"]]
    while waiting:
        named = {*_REFERENCE.findall(orjson.dumps(waiting.pop(), option=orjson.OPT_NON_STR_KEYS).decode())} - found
        found |= named
        waiting += [schemas[name] for name in named]
    return ((name, schemas[name]) for name in schemas if name in found)


def _parameter(found: Json) -> Json:
    """No address can say null; and OpenAPI wants examples of a parameter in its schema, where they are too."""
    found.pop("examples", None)
    schema = dict(found["schema"])
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": schema.pop("explode", True)}
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    return found | {"schema": schema | (kinds[0] if len(kinds) == 1 else {})}
