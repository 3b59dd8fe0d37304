"""Problem details: every error that a client meets is one of these (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

import orjson
from django.http import HttpRequest, HttpResponse

from productwatch.platform.requests import request_id

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - named as the RFC names it
    """An error that the client can act on; raise a subclass anywhere below an endpoint.

    `detail` is for people; `members` become further members of the body, `headers` join the response's own.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    kind: ClassVar[str] = "bad-request"

    def __init__(self, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members


class BadRequest(Problem):
    """The request cannot be read."""


class Unauthorized(Problem):
    """Nobody is signed in, or not any more."""

    status, kind = HTTPStatus.UNAUTHORIZED, "unauthorized"

    def __init__(self, detail: str = "Sign in first: send an access token as «Authorization: Bearer …».") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    status, kind = HTTPStatus.FORBIDDEN, "forbidden"


class NotFound(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "not-found"


class MethodNotAllowed(Problem):
    status, kind = HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"


class Conflict(Problem):
    """What is asked for contradicts what there is."""

    status, kind = HTTPStatus.CONFLICT, "conflict"


class LengthRequired(Problem):
    status, kind = HTTPStatus.LENGTH_REQUIRED, "length-required"


class PreconditionFailed(Problem):
    """What the request is bound to has changed."""

    status, kind = HTTPStatus.PRECONDITION_FAILED, "precondition-failed"


class TooLarge(Problem):
    status, kind = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large"


class UnsupportedMediaType(Problem):
    """The body is of a kind that the route does not read."""

    status, kind = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"


class Misdirected(Problem):
    """Another process answers this, to which the request should have been led."""

    status, kind = HTTPStatus.MISDIRECTED_REQUEST, "misdirected"


class PreconditionRequired(Problem):
    """The request must be bound to what its client has seen."""

    status, kind = HTTPStatus.PRECONDITION_REQUIRED, "precondition-required"


class HeadersTooLarge(Problem):
    status, kind = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large"


class Invalid(Problem):
    """The request can be read but not accepted; `errors` says what is wrong where, by JSON pointer."""

    status, kind = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("; ".join(f"{error['pointer']}: {error['detail']}" for error in errors), errors=errors)


class QuotaExceeded(Problem):
    """Policies refuse the request: it comes too soon. The member's name is that of the RateLimit fields' draft."""

    status, kind = HTTPStatus.TOO_MANY_REQUESTS, "quota-exceeded"

    def __init__(self, policies: list[str], retry_after: int) -> None:
        detail = f"Too many requests under {' and '.join(policies)}: try again in {retry_after} s."
        super().__init__(detail, headers={"Retry-After": str(retry_after)}, **{"violated-policies": policies})


class InternalError(Problem):
    """Our fault; the log tells more under the request's id."""

    status, kind = HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error"


class Unavailable(Problem):
    """What the request needs is away; `retry_after` is in seconds."""

    status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"

    def __init__(self, detail: str, *, retry_after: int = 1) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


def invalid(pointer: str, detail: str) -> Invalid:
    return Invalid([{"pointer": pointer, "detail": detail}])


def of_status(status: int, detail: str, **members: Any) -> Problem:
    """A problem of any HTTP status, for refusals that other libraries make."""
    for found in Problem.__subclasses__():
        if found.status == status and found not in {Invalid, QuotaExceeded, Unavailable, Unauthorized}:
            return found(detail, **members)
    phrase = HTTPStatus(status).phrase
    names = {"status": HTTPStatus(status), "kind": phrase.lower().replace(" ", "-")}
    other: Problem = type("OtherProblem", (Problem,), names)(detail, **members)
    return other


def members(problem: Problem, path: str, identifier: str) -> dict[str, Any]:
    """What the problem's body has; `path` is what was asked for, under that identifier."""
    return {
        "type": f"/problems/{problem.kind}",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": problem.detail,
        "instance": quote(path, errors="replace"),
        "request_id": identifier,
        **problem.members,
    }


def problem_body(problem: Problem, path: str, identifier: str) -> bytes:
    return orjson.dumps(members(problem, path, identifier))


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    body = problem_body(problem, request.path, request_id(request))
    headers = {"Cache-Control": "no-store", "Content-Length": str(len(body)), **problem.headers}
    return HttpResponse(body, CONTENT_TYPE, problem.status, headers=headers)
