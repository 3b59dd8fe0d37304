"""The process itself: a server that holds connections, the source that it asks, and an end that tells everybody."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

import orjson
from django.db import close_old_connections
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from productwatch.config.live.application import Application
from productwatch.platform.auth import needs
from productwatch.platform.permissions import Permission
from productwatch.platform.sse.broadcast import Broadcast
from productwatch.platform.sse.hall import Hall, set_place
from productwatch.processes import HEADERS_HEARD
from productwatch.visits import selectors

LOOK_EACH = 1.0
"""Seconds between two looks at the visits: with the flusher's pause and the look itself, a hit is told within two."""

THREADS = 4
FAREWELL = 10.0
"""Seconds in which all clients must have been told to come again."""


async def serve(host: str, port: int, most: int) -> None:
    """Until SIGTERM or SIGINT; then every client is told to come again, and goes to another process."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="opening"))
    broadcast, hall = Broadcast("visits", _visits, LOOK_EACH), Hall(most)
    set_place(hall)
    application = Application(broadcast, hall, needs(Permission.ANALYTICS_READ))
    server, ending = _server(application, host, port), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    telling, serving = asyncio.ensure_future(broadcast.run()), asyncio.ensure_future(server.serve())
    await asyncio.wait({asyncio.ensure_future(ending.wait()), serving}, return_when=asyncio.FIRST_COMPLETED)
    await application.farewell(FAREWELL)
    server.stop()  # type: ignore[no-untyped-call]  # the library's
    await asyncio.gather(telling, serving)


def _server(application: Application, host: str, port: int) -> Server:
    return Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=HEADERS_HEARD),
        websockets=False,
        log_level=LogLevels.error,
    )


def _visits() -> bytes:
    try:
        return orjson.dumps(selectors.last_minutes())
    finally:
        close_old_connections()
