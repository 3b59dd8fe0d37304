"""The internal port: metrics for Prometheus, and what the operator asks; never routed to by the ingress."""

from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import orjson
from django.conf import settings
from prometheus_client import make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from productwatch.platform import keyring, tokens
from productwatch.platform.problems import CONTENT_TYPE, NotFound, Problem, problem_body

Start = Callable[..., Any]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
        """Scrapes are not worth a line."""


def serve() -> WSGIServer:
    """Starts the thread; the server ends with the process."""
    server = make_server(settings.INTERNAL_HOST, settings.INTERNAL_PORT, application, ThreadingWSGIServer, _Quiet)
    Thread(target=server.serve_forever, name="internal", daemon=True).start()
    return server


_metrics: Callable[..., Iterable[bytes]] = make_wsgi_app()


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/metrics":
        return _metrics(environ, start)
    try:
        if environ["PATH_INFO"] != "/internal/v1/signing-keys":
            raise NotFound("There is nothing at this address.")
        _admit_operator(environ)
        return _answer(start, "200 OK", "application/json", orjson.dumps(_signing_keys()))
    except Problem as problem:
        status = f"{problem.status.value} {problem.status.phrase}"
        return _answer(start, status, CONTENT_TYPE, problem_body(problem, environ["PATH_INFO"], uuid4().hex))


def _signing_keys() -> dict[str, Any]:
    """What this process has loaded, as of now, and what it signs with; `fault` is why the file as it is was not."""
    ring = keyring.current()
    told = {"loaded": sorted(ring.verifying_keys), "signs_with": ring.active, "revision": ring.revision}
    return told | {"fault": keyring.file().fault}


def _admit_operator(environ: dict[str, Any]) -> None:
    token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    tokens.verified(tokens.InternalToken, token)


def _answer(start: Start, status: str, content_type: str, body: bytes) -> list[bytes]:
    start(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [body]
