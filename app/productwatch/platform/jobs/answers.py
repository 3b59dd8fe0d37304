"""What the routes of jobs answer: where one is, how far, and when to look again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from productwatch.platform import reads
from productwatch.platform.reads import Representation

POLL_SECONDS = 2

LOCATION = {
    "description": "the job's address",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}
RETRY_AFTER = {
    "description": "seconds after which to look again, while the job is not over",
    "required": False,
    "schema": {"type": "integer", "minimum": 1},
}
BEGUN: dict[str, Any] = {"responses": {202: {"headers": {"Location": LOCATION, "Retry-After": RETRY_AFTER}}}}
POLLED: dict[str, Any] = {"responses": {status: {"headers": {"Retry-After": RETRY_AFTER}} for status in (200, 304)}}


def begun(request: HttpRequest, job_id: UUID, told: tuple[Representation, bool]) -> HttpResponse:
    """The job has been taken: where it is, and what it is like."""
    response = HttpResponse(told[0].body, "application/json", 202, headers={"Retry-After": str(POLL_SECONDS)})
    response["Location"] = f"{request.path}/{job_id}"
    return response


def progress(request: HttpRequest, told: tuple[Representation, bool]) -> HttpResponse:
    """What the job is like, and when to look again."""
    representation, is_over = told
    response = reads.shown(request, representation, reads.PRIVATE)
    if not is_over:
        response["Retry-After"] = str(POLL_SECONDS)
    return response
