"""Routes that take files: their bodies may be longer than others', and few of them are taken at once.

A file lies in memory while it is taken, and its request keeps a connection to the database: so many clients at once
that a pod would fall are told to come again.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from productwatch.platform.problems import Problem, TooLarge, Unavailable, problem_response

AT_ONCE = 2
BLOCK = 64 * 1024
LONGEST_WAIT = 1.0
"""Seconds in which a request may wait for another to end."""

Run = Callable[..., HttpResponseBase]
View = TypeVar("View", bound=Callable[..., Any])

_slots = BoundedSemaphore(AT_ONCE)


def takes_files(setting: str) -> Callable[[View], View]:
    """Declares of a view that its body may have as many bytes as the setting of that name says."""

    def declare(view: View) -> View:
        vars(view)["takes_files"] = setting
        return view

    return declare


def bounded(view: Callable[..., Any], run: Run) -> Run:
    """Runs what has a body no longer than the view takes; asked before anything of it is read."""
    setting: str | None = getattr(view, "takes_files", None)

    @wraps(run)
    def bounded_run(request: HttpRequest, **parameters: Any) -> HttpResponseBase:
        try:
            refuse_longer(request, getattr(settings, setting or "MAX_BODY_BYTES"))
            return run(request, **parameters) if setting is None else _one_of_few(run, request, parameters)
        except Problem as problem:
            return problem_response(request, problem)

    return bounded_run


def refuse_longer(request: HttpRequest, most: int) -> None:
    """TooLarge where the body has more bytes by its Content-Length, which is a number."""
    if _length(request) > most:
        raise TooLarge(f"The body must not exceed {most} bytes.")


def hear_out(request: HttpRequest, most: int) -> None:
    """Reads what is left of a body of up to so many bytes, for nothing: it is refused before it has all come.

    Whoever is still sending would find the connection closed and miss the answer; a proxy then answers 502. Who waits
    for 100 (Continue) sends nothing, and has the answer.
    """
    if "HTTP_EXPECT" not in request.META and 0 < _length(request) <= most:
        with suppress(OSError):
            while request.read(BLOCK):
                pass


def _length(request: HttpRequest) -> int:
    stated = (request.META.get("CONTENT_LENGTH") or "0")[:20]
    return int(stated) if stated.isascii() and stated.isdecimal() else 0


def _one_of_few(run: Run, request: HttpRequest, parameters: dict[str, Any]) -> HttpResponseBase:
    if not _slots.acquire(timeout=LONGEST_WAIT):
        raise Unavailable("Too many files are being taken at this moment; try again in a second.")
    try:
        return run(request, **parameters)
    finally:
        _slots.release()
