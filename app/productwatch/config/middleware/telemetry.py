"""Each request is named, timed and traced; routes are labelled by their template, never by the path."""

import logging
from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse
from opentelemetry import trace

from productwatch.platform.metrics import HTTP_ACTIVE, HTTP_SECONDS
from productwatch.platform.requests import is_head, request_id

logger = logging.getLogger("productwatch.request")
tracer = trace.get_tracer("productwatch")

_PROBES = ("/healthz/", "/static/")
UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def observed(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        identifier = request_id(request)
        with (
            structlog.contextvars.bound_contextvars(request_id=identifier),
            tracer.start_as_current_span("request", kind=trace.SpanKind.SERVER) as span,
            HTTP_ACTIVE.track_inprogress(),
        ):
            began = perf_counter()
            response = answer(request)
            seconds = perf_counter() - began
            span.update_name(f"{method(request)} {route(request)}")
            span.set_attribute("http.route", route(request))
            span.set_attribute("http.response.status_code", response.status_code)
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


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    HTTP_SECONDS.labels(route(request), method(request), str(response.status_code)).observe(seconds)
    quiet = request.path.startswith(_PROBES)
    logger.log(
        logging.DEBUG if quiet else logging.INFO,
        "request",
        extra={
            "method": method(request),
            "route": route(request),
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
