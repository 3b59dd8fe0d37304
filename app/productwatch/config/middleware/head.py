"""HEAD works wherever GET does: the views see GET, the client gets the headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from productwatch.platform.requests import mark_head


def head_as_get(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return answer(request)
        mark_head(request)
        request.method = "GET"
        response = answer(request)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware
