"""One connection of a stream, from its first byte to its last, as an ASGI application holds it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from random import uniform
from time import monotonic
from typing import Any

import orjson

from productwatch.platform.sse.broadcast import Broadcast
from productwatch.platform.sse.frames import HEARTBEAT, event, retry
from productwatch.platform.sse.metrics import ENDED, GONE, LIFE, RIGHTS, SLOW, STOPPING

HEARTBEAT_EACH = 15.0
CHECK_EACH = 30.0
PATIENCE = 20.0
"""Seconds that a client may take to read what it was sent."""

LONGEST_LIFE = 15 * 60.0
RETRY, RETRY_OF_MANY = 2000, 10_000
"""Milliseconds after which to come again: one alone, and when all are sent away at once at most."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Check = Callable[[], Awaitable[bool]]
"""Whether whoever listens still may."""


class Connection:
    """Tells one client what a broadcast tells, until it goes, may no longer listen, or has listened long enough.

    The head has been sent by the caller.
    """

    def __init__(self, broadcast: Broadcast, check: Check, receive: Receive, send: Send) -> None:
        self._broadcast, self._check = broadcast, check
        self._receive, self._send = receive, send
        self._check_at = monotonic() + CHECK_EACH
        self._ends_at = monotonic() + LONGEST_LIFE * uniform(0.8, 1)  # noqa: S311 - so that not all come again at once

    async def hold(self) -> None:
        telling, leaving = asyncio.ensure_future(self._tell()), asyncio.ensure_future(self._gone())
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            ENDED.labels(telling.result() if telling.done() else GONE).inc()
        finally:
            telling.cancel()
            leaving.cancel()

    async def _tell(self) -> str:
        """Why it came to its end, which the client has been told as well."""
        try:
            with self._broadcast.listening():
                reason = await self._until_something_ends_it()
            await self._say(event("end", orjson.dumps({"reason": reason})), more=False)
        except TimeoutError:
            return SLOW
        return reason

    async def _until_something_ends_it(self) -> str:
        await self._say(retry(RETRY))
        seen = 0
        while monotonic() < self._ends_at:
            if monotonic() >= self._check_at and not await self._still_may():
                return RIGHTS
            seen, frame = await self._next(seen)
            if self._broadcast.is_closed:
                await self._say(retry(int(uniform(RETRY, RETRY_OF_MANY))))  # noqa: S311 - as above
                return STOPPING
            await self._say(frame)
        return LIFE

    async def _next(self, seen: int) -> tuple[int, bytes]:
        try:
            return await asyncio.wait_for(self._broadcast.after(seen), HEARTBEAT_EACH)
        except TimeoutError:
            return seen, HEARTBEAT

    async def _still_may(self) -> bool:
        self._check_at = monotonic() + CHECK_EACH
        return await self._check()

    async def _say(self, frame: bytes, *, more: bool = True) -> None:
        await asyncio.wait_for(self._send({"type": "http.response.body", "body": frame, "more_body": more}), PATIENCE)

    async def _gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
