"""What we note on a request beside what the client sent."""

from uuid import uuid4

from django.http import HttpRequest

_ID, _HEAD = "productwatch.request_id", "productwatch.head"


def request_id(request: HttpRequest) -> str:
    """Names this request in logs, problems and the header X-Request-ID; made here, never taken from the client."""
    found: str = request.META.setdefault(_ID, uuid4().hex)
    return found


def mark_head(request: HttpRequest) -> None:
    request.META[_HEAD] = True


def is_head(request: HttpRequest) -> bool:
    """Whether the client asked for the headers alone; such a request reaches the views as GET."""
    return bool(request.META.get(_HEAD))
