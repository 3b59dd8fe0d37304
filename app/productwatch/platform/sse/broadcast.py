"""One source for all who listen: asked again and again while anybody does, and told when it says something new."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import orjson

from productwatch.platform import clock
from productwatch.platform.sse.frames import event
from productwatch.platform.sse.metrics import SOURCE_FAILURES, SOURCE_SECONDS, TOLD

logger = logging.getLogger(__name__)


class Broadcast:
    """Keeps what was told last and nothing else, so a slow listener misses steps on the way and is never late.

    `source` may wait, for a thread asks it: it gives the data of an event named `name`, and tells the same when nothing
    has changed. It is asked `interval` seconds after its last answer.
    """

    def __init__(self, name: str, source: Callable[[], bytes], interval: float) -> None:
        self._name, self._source, self._interval = name, source, interval
        self._changed, self._wanted = asyncio.Condition(), asyncio.Event()
        self._listeners = self._number = 0
        self._data: bytes | None = None
        self._frame: bytes | None = None
        self.is_closed = False

    async def run(self) -> None:
        """Until it is closed."""
        while not self.is_closed:
            await self._wanted.wait()
            await self._look()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._until(lambda: self.is_closed), self._interval)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """For as long, the source is asked."""
        self._listeners += 1
        self._wanted.set()
        try:
            yield
        finally:
            self._listeners -= 1

    async def after(self, seen: int) -> tuple[int, bytes]:
        """What was told last, and its number, as soon as that is another than `seen`; nothing once it is closed."""
        await self._until(lambda: self.is_closed or (self._frame is not None and self._number != seen))
        return self._number, b"" if self.is_closed else self._frame or b""

    async def close(self) -> None:
        self.is_closed = True
        self._wanted.set()
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(condition)

    async def _look(self) -> None:
        if not self._listeners:
            self._wanted.clear()
            self._data = self._frame = None  # who comes next shall not be told what was
            return
        try:
            with SOURCE_SECONDS.time():
                data = await asyncio.to_thread(self._source)
        except Exception as error:  # noqa: BLE001 - whatever it is, it may pass, and nobody else can be told
            await self._tell_of_failure(error)
        else:
            if data != self._data:
                await self._tell(data, event(self._name, data))

    async def _tell_of_failure(self, error: Exception) -> None:
        """Once: from now on what was told is old."""
        SOURCE_FAILURES.inc()
        if self._data is not None or self._frame is None:
            logger.warning("the source of a stream cannot tell", extra={"reason": type(error).__name__})
            await self._tell(None, event("stale", orjson.dumps({"since": clock.now()})))

    async def _tell(self, data: bytes | None, frame: bytes) -> None:
        TOLD.inc()
        async with self._changed:
            self._number += 1
            self._data, self._frame = data, frame
            self._changed.notify_all()
