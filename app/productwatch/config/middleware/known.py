"""What an address of the catalog asks for is worked out once.

Resolving it and checking its parameters comes out the same each time, and takes longer than answering from kept bytes.
So what came out for an address is kept, and the next request for it goes straight to its limits and its view. Only for
reads that everybody may do, whose views look at nothing else that is checked.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

MOST, LONGEST = 4096, 200
"""Addresses that are kept, and characters of one: strangers may ask for any number, each as long as they like."""

Run = Callable[..., HttpResponseBase]


class _Known(NamedTuple):
    match: ResolverMatch
    run: Run
    values: dict[str, Any]


_known: dict[tuple[str, str], _Known] = {}
_learning = Lock()


def known_addresses(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        known = _known.get(_address(request)) if request.method == "GET" else None
        if known is None:
            return answer(request)
        request.resolver_match = known.match
        return known.run(request, **known.values)

    return middleware


def learn(request: HttpRequest, run: Run, values: dict[str, Any]) -> None:
    """From now on requests for this one's address are answered by `run` with these values; the oldest is forgotten."""
    address = _address(request)
    if address in _known or request.resolver_match is None or sum(map(len, address)) > LONGEST:
        return
    with _learning:
        if len(_known) >= MOST:
            del _known[next(iter(_known))]
        _known[address] = _Known(request.resolver_match, run, values)


def _address(request: HttpRequest) -> tuple[str, str]:
    return request.path_info, request.META.get("QUERY_STRING", "")
