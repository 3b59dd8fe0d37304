"""Each request is named, timed and traced; routes are labelled by their template, never by the path."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from opentelemetry.trace import Span
from structlog.contextvars import bound_contextvars

from productwatch.config.telemetry import span_of
from productwatch.platform.auth import kind_of
from productwatch.platform.metrics import HTTP_ACTIVE, HTTP_SECONDS
from productwatch.platform.requests import is_head, request_id

logger = logging.getLogger("productwatch.request")

_PROBES = ("/healthz/", "/static/")
UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def observed(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        identifier = request_id(request)
        with bound_contextvars(request_id=identifier), span_of(request) as span, HTTP_ACTIVE.track_inprogress():
            began = perf_counter()
            response = answer(request)
            seconds = perf_counter() - began
            if span.is_recording():
                _describe(span, request, response)
            _note(request, response, seconds)
        response.headers["X-Request-ID"] = identifier
        return response

    return middleware


def route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else UNMATCHED


def method(request: HttpRequest) -> str:
    """The method, of which a client may invent any: one constant for those that nobody knows."""
    name = "HEAD" if is_head(request) else str(request.method)
    return name if name in _METHODS else "_OTHER"


def _describe(span: Span, request: HttpRequest, response: HttpResponse) -> None:
    span.update_name(f"{method(request)} {route(request)}")
    span.set_attribute("http.route", route(request))
    span.set_attribute("http.response.status_code", response.status_code)


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    asked, way = route(request), method(request)
    HTTP_SECONDS.labels(asked, way, str(response.status_code)).observe(seconds)
    told = {
        "method": way,
        "route": asked,
        "status": response.status_code,
        "principal": kind_of(request),
        "milliseconds": round(seconds * 1000, 1),
    }
    logger.log(logging.DEBUG if request.path.startswith(_PROBES) else logging.INFO, "request", extra=told)
