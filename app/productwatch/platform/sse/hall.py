"""Who may hold a stream open in a process: so many in all, and so many of one principal."""

from collections import Counter
from threading import Lock
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from productwatch.platform.auth import Principal
from productwatch.platform.problems import Misdirected, QuotaExceeded, Unavailable
from productwatch.platform.requests import is_head
from productwatch.platform.sse.frames import MEDIA_TYPE
from productwatch.platform.sse.metrics import FULL, OPEN, REFUSED, ROOM, TOO_MANY

MOST_EACH = 5
"""Streams of one principal."""

COME_AGAIN = 30
"""Seconds."""

_HEADERS = {
    "Cache-Control": "private, no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx: what is sent is passed on at once
}


class EventStream(HttpResponse):
    """The head of a stream. Who holds the connection sends the rest."""

    def __init__(self) -> None:
        super().__init__(content_type=MEDIA_TYPE, headers=_HEADERS)


class Place(Protocol):
    """Where streams may be held open."""

    def enter(self, request: HttpRequest, principal: Principal) -> EventStream: ...


class Elsewhere:
    """A process that answers requests with threads: one that is held open would take one away from all others."""

    def enter(self, request: HttpRequest, principal: Principal) -> EventStream:  # noqa: ARG002 - the protocol's
        raise Misdirected("Streams are held open by a process of their own, which this request has not been led to.")


class Hall:
    """Seats for `most` streams; a request keeps its own until it leaves."""

    def __init__(self, most: int, most_each: int = MOST_EACH) -> None:
        self._most, self._most_each = most, most_each
        self._seated: dict[HttpRequest, UUID] = {}
        self._lock = Lock()
        ROOM.set(most)

    def enter(self, request: HttpRequest, principal: Principal) -> EventStream:
        """Unavailable where no seat is free, QuotaExceeded where the principal has all that one may have."""
        if not is_head(request):
            with self._lock:
                self._take(request, principal.session_id if principal.is_key else principal.user_id)
        return EventStream()

    def leave(self, request: HttpRequest) -> None:
        """Also who has never entered may leave."""
        with self._lock:
            self._seated.pop(request, None)
            OPEN.set(len(self._seated))

    def _take(self, request: HttpRequest, holder: UUID) -> None:
        if Counter(self._seated.values())[holder] >= self._most_each:
            REFUSED.labels(TOO_MANY).inc()
            raise QuotaExceeded(["streams"], COME_AGAIN)
        if len(self._seated) >= self._most:
            REFUSED.labels(FULL).inc()
            raise Unavailable("As many streams are open as there may be; try again later.", retry_after=COME_AGAIN)
        self._seated[request] = holder
        OPEN.set(len(self._seated))


_place: Place = Elsewhere()


def place() -> Place:
    """That of this process."""
    return _place


def set_place(found: Place) -> None:
    global _place  # noqa: PLW0603 - one process, one place
    _place = found
