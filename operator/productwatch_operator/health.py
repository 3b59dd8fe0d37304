"""What the kubelet asks: `/healthz`, whether a restart would help, and `/readyz`, whether all is in place."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

Faults = Callable[[], Sequence[str]]
"""What is wrong now, in words; nothing where all is well."""


async def serve(port: int, live: Faults, ready: Faults) -> web.AppRunner:
    """Starts to answer; the runner's `cleanup` ends it."""
    application = web.Application()
    application.add_routes([web.get("/healthz", _answering(live)), web.get("/readyz", _answering(ready))])
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, port=port).start()
    return runner


def _answering(faults: Faults) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        wrong = list(faults())
        return web.json_response({"faults": wrong}, status=503 if wrong else 200)

    return answer
