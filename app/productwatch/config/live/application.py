"""The process' ASGI application: a stream begins as each request of the API does, in a thread, and needs none then."""

import asyncio
from functools import partial
from io import BytesIO
from typing import Any, cast
from uuid import uuid4

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse

from productwatch.platform.auth import SignedIn
from productwatch.platform.problems import CONTENT_TYPE, NotFound, Problem, Unavailable, problem_body
from productwatch.platform.sse.broadcast import Broadcast
from productwatch.platform.sse.connection import Connection, Receive, Send
from productwatch.platform.sse.hall import EventStream, Hall

PATH = "/api/v1/analytics/live"
_PATHS = {PATH, "/healthz/live", "/healthz/ready"}

Scope = dict[str, Any]


class Application:
    """Answers what it has to tell by the API's own routes, middleware and guards, and nothing else of them."""

    def __init__(self, broadcast: Broadcast, hall: Hall, guard: SignedIn) -> None:
        self._broadcast, self._hall, self._guard = broadcast, hall, guard
        self._held: set[asyncio.Future[None]] = set()
        self._handler = BaseHandler()
        self._handler.load_middleware()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] not in _PATHS:
            await _send_nothing_here(scope, send)
            return
        request = ASGIRequest(scope, BytesIO())
        try:
            response = await asyncio.to_thread(self._answer, request)
            if isinstance(response, EventStream) and scope["method"] != "HEAD":
                await _send_head(response, send)
                await self._hold(scope, receive, send)
            else:
                await _send_whole(response, send)
        finally:
            self._hall.leave(request)

    async def farewell(self, patience: float) -> None:
        """Tells all who listen to come again, and waits until they have been told, at most so many seconds."""
        await self._broadcast.close()
        if self._held:
            await asyncio.wait(self._held, timeout=patience)

    async def _hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        check = partial(asyncio.to_thread, self._may, scope)
        held = asyncio.ensure_future(Connection(self._broadcast, check, receive, send).hold())
        self._held.add(held)
        held.add_done_callback(self._held.discard)
        await held

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request_started.send(type(self))
        response = cast("HttpResponse", self._handler.get_response(request))
        response.close()
        return response

    def _may(self, scope: Scope) -> bool:
        """Whether the same request would be let in now; what cannot be known now is asked again later."""
        try:
            self._guard(ASGIRequest(scope, BytesIO()))
        except Unavailable:
            return True
        except Problem:
            return False
        else:
            return True
        finally:
            close_old_connections()


async def _send_nothing_here(scope: Scope, send: Send) -> None:
    problem = NotFound("There is nothing at this address.")
    body = problem_body(problem, scope["path"], uuid4().hex)
    await _send_whole(HttpResponse(body, CONTENT_TYPE, problem.status), send)


async def _send_whole(response: HttpResponse, send: Send) -> None:
    await _send_head(response, send)
    await send({"type": "http.response.body", "body": response.content})


async def _send_head(response: HttpResponse, send: Send) -> None:
    if isinstance(response, EventStream):
        del response["Content-Length"]  # it has none, whatever Django has counted
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
