"""What belongs to no domain: documentation, public keys, health, and errors outside the API."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from productwatch.config import health
from productwatch.config.errors import problem_of
from productwatch.platform import keyring
from productwatch.platform.json import json_response
from productwatch.platform.problems import BadRequest, Forbidden, NotFound, problem_response

JWKS_SECONDS = 60
"""How long others may keep our public keys; a new key signs nothing before that has passed."""


@require_safe
def swagger(request: HttpRequest) -> HttpResponse:
    return render(request, "docs/swagger.html")


@require_safe
def redoc(request: HttpRequest) -> HttpResponse:
    return render(request, "docs/redoc.html")


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    response = json_response(keyring.current().jwks())
    response.headers["Cache-Control"] = f"public, max-age={JWKS_SECONDS}"
    return response


@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process answers; whatever else is away, a restart would not bring it back."""
    return json_response({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether this process has ever been able to serve; each dependency's present state is in the body."""
    states = health.states()
    status = 200 if health.has_started(states) else 503
    return json_response({"status": "ready" if status == 200 else "starting", "dependencies": states}, status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = "The Host header names no host of this service." if "HTTP_HOST" in str(exception) else "It cannot be read."
    return problem_response(request, BadRequest(detail))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return problem_response(request, Forbidden("This is not for you."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return problem_response(request, NotFound("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled."""
    return problem_response(request, problem_of(sys.exc_info()[1] or RuntimeError("unknown")))
