"""Asking an issuer's server: for five seconds at most in all, for a short answer, and never where it leads on to.

Each exchange has a thread of its own, which whoever waits leaves behind when the time is over: neither a name server
nor a byte a second holds a request up. There are few such threads, so that an issuer takes none of the others' time.
"""

import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR
from threading import BoundedSemaphore
from time import monotonic
from urllib.parse import urlsplit

SECONDS, SOCKET_SECONDS = 5.0, 3.0
LONGEST_ANSWER = 256 * 1024
"""Bytes; Google's keys are two thousand, the longest documents of others twenty thousand."""

AT_ONCE = 4

_PART = 16 * 1024
_threads = ThreadPoolExecutor(AT_ONCE, "openid")
_slots = BoundedSemaphore(AT_ONCE)


class NoAnswer(Exception):  # noqa: N818 - a state, not a fault of the caller
    """There was none in time, or one that is too long."""


@dataclass(frozen=True, slots=True)
class Question:
    method: str
    url: str
    body: str | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes


def ask(question: Question) -> Answer:
    """What is answered, whatever its status; NoAnswer as it says."""
    end = monotonic() + SECONDS
    if not _slots.acquire(timeout=SECONDS):
        raise NoAnswer("too many wait for an answer already")
    connection = _connection(question.url)
    exchange = _threads.submit(_exchange, connection, question)
    try:
        return exchange.result(max(0.0, end - monotonic()))
    except (OSError, HTTPException, ValueError) as error:
        _cut(connection)
        raise NoAnswer(type(error).__name__) from error


def _exchange(connection: HTTPConnection, question: Question) -> Answer:
    end = monotonic() + SECONDS
    try:
        with closing(connection):
            connection.request(question.method, _target(question.url), question.body, dict(question.headers or {}))
            with closing(connection.getresponse()) as response:
                return Answer(response.status, _content(response, end))
    finally:
        _slots.release()


def _content(response: HTTPResponse, end: float) -> bytes:
    content = b""
    while part := response.read1(_PART):
        content += part
        if len(content) > LONGEST_ANSWER or monotonic() > end:
            raise NoAnswer("the answer is too long, or too slow")
    return content


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=SOCKET_SECONDS, context=_trust())
    return HTTPConnection(host, parts.port, timeout=SOCKET_SECONDS)


def _cut(connection: HTTPConnection) -> None:
    """Ends an exchange that somebody still waits in."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(SHUT_RDWR)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
