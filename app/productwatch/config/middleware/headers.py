"""Headers that keep a browser from doing more with an answer than it is meant for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_DOCS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
_DOCS += "connect-src 'self'; worker-src blob:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
_DATA = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OF_PAGES, _OF_DATA = ((*_ALWAYS.items(), ("Content-Security-Policy", policy)) for policy in (_DOCS, _DATA))


def security_headers(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        headers = response.headers
        is_page = headers.get("Content-Type", "").startswith("text/html")
        for name, value in _OF_PAGES if is_page else _OF_DATA:
            if name not in headers:
                headers[name] = value
        return response

    return middleware
