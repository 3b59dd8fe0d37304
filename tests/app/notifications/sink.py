"""A server on loopback that takes mail as SendGrid's POST /v3/mail/send does, and fails as it is told to.

What it takes for good stands in `taken`; what a request held, taken or not, in `seen`.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What comes back: a status, or nothing, after the mail was taken or without; `hangs` keeps the connection open."""

    status: int | None = 202
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    takes: bool = False
    hangs: bool = False


ACCEPTED = Reply(202, {"X-Message-Id": "sink-1"}, takes=True)
DROPPED = Reply(None)
DROPPED_AFTER_TAKING = Reply(None, takes=True)
HANGING = Reply(None, hangs=True)


def refused(status: int, message: str = "", **headers: str) -> Reply:
    body = json.dumps({"errors": [{"message": message, "field": None}]}).encode()
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@dataclass
class Sink:
    """`replies` are used up one a request; afterwards all is accepted."""

    url: str
    replies: deque[Reply] = field(default_factory=deque)
    seen: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        mail = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        assert handler.path == "/v3/mail/send", handler.path
        self.seen.append(mail)
        self.keys.append(handler.headers["Authorization"])
        reply = self.replies.popleft() if self.replies else ACCEPTED
        if reply.takes:
            self.taken.append(mail)
        if reply.hangs:
            self.released.wait(30)
        if reply.status:
            _respond(handler, reply)


def _respond(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status or 0)
    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body)


@contextmanager
def running_sink() -> Iterator[Sink]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    sink = Sink(f"http://127.0.0.1:{server.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sink.answer(self)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server.RequestHandlerClass = Handler
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sink
    finally:
        sink.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
