"""Scripts of other origins may call the API where CORS_ORIGINS names theirs (https://fetch.spec.whatwg.org/#http-cors-protocol).

Never with credentials: no cookie means anything here, and a token is sent by whoever has it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ANY = "*"
PREFLIGHT_SECONDS = 600

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "Traceparent, Tracestate",
    "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
}
_EXPOSED = (
    "ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Warning, WWW-Authenticate, "
    "X-Request-ID"
)


def cross_origin(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    origins: list[str] = settings.CORS_ORIGINS

    def middleware(request: HttpRequest) -> HttpResponse:
        origin = request.META.get("HTTP_ORIGIN")
        allowed = ANY if ANY in origins else origin if origin in origins else None
        if origin and allowed and _is_preflight(request):
            response = HttpResponse(status=204, headers=_PREFLIGHT)
        else:
            response = answer(request)
        if allowed != ANY:
            patch_vary_headers(response, ["Origin"])
        if origin and allowed:
            response.headers["Access-Control-Allow-Origin"] = allowed
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        return response

    return middleware


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META
