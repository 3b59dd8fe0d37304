"""Requests have bounds: of their headers, of their body, and of the characters in their address.

Most routes take shorter bodies than the longest one, which is asked where they are known (see platform.bodies).
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from productwatch.platform.bodies import hear_out, refuse_longer
from productwatch.platform.problems import (
    BadRequest,
    HeadersTooLarge,
    LengthRequired,
    Problem,
    problem_response,
)


def bounded_requests(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            _check(request)
        except Problem as problem:
            response = problem_response(request, problem)
        else:
            response = answer(request)
        if response.status_code >= 400:
            hear_out(request, settings.LONGEST_BODY_BYTES)
        return response

    return middleware


def _check(request: HttpRequest) -> None:
    if sum(len(str(value)) for name, value in request.META.items() if name.startswith("HTTP_")) > _most_of_headers():
        raise HeadersTooLarge(f"The headers must not exceed {_most_of_headers()} bytes.")
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("The address must hold no NUL character.")
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired("Send the body with its Content-Length.")
    _refuse_no_number(request)
    refuse_longer(request, settings.LONGEST_BODY_BYTES)


def _most_of_headers() -> int:
    most: int = settings.MAX_HEADER_BYTES
    return most


def _refuse_no_number(request: HttpRequest) -> None:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not (stated.isascii() and stated.isdecimal()):
        raise BadRequest("Content-Length must be a whole number.")
