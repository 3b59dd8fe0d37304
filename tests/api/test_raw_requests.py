"""What no HTTP client would send is refused as a 4xx, told without a trace, and harms nobody else."""

import re
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.api.service import Service

Send = Callable[[bytes], bytes]

HOST = b"Host: localhost\r\nConnection: close\r\n"
LIVE = b"GET /healthz/live HTTP/1.1\r\n"
LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
BIG = 5_000_000
PATIENCE = 10

REFUSED = {
    "a header of 64 kB": (LIVE + HOST + b"X: " + b"a" * 65_536 + b"\r\n\r\n", 431),
    "a header of 20 kB": (LIVE + HOST + b"X: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    "two thousand headers": (LIVE + HOST + b"X: a\r\n" * 2_000 + b"\r\n", 431),
    "a folded header": (LIVE + HOST + b"X: a\r\n b\r\n\r\n", 400),
    "a space before the colon": (LIVE + b"Host : localhost\r\n\r\n", 400),
    "NUL in a header": (LIVE + HOST + b"X: a\0b\r\n\r\n", 400),
    "a chunked body": (LOGIN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411),
    "a broken chunk": (LOGIN + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 411),
    "two ways to end": (LOGIN + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411),
    "5 MB": (LOGIN + b"Content-Length: %d\r\n\r\n" % BIG + b"a" * BIG, 413),
    "5 MB announced": (LOGIN + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % BIG, 413),
    "two lengths": (LOGIN + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}   ", 400),
    "a negative length": (LOGIN + b"Content-Length: -2\r\n\r\n{}", 400),
    "an endless length": (LOGIN + b"Content-Length: 99999999999999999999999\r\n\r\n{}", 400),
    "more than its length": (LOGIN + b"Content-Length: 1\r\n\r\n{}", 400),
    "no body": (LOGIN + b"\r\n", 422),
    "deep brackets": (LOGIN + b"Content-Length: 100000\r\n\r\n" + b"[" * 100_000, 400),
    "no request line": (b"HELLO\r\n\r\n", 400),
    "a version to come": (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", 400),
    "another protocol": (bytes.fromhex("16030100a5010000a1") + bytes(50), 400),
    "no host": (LIVE + b"Connection: close\r\n\r\n", 400),
    "a foreign host": (LIVE + b"Host: evil.test\r\nConnection: close\r\n\r\n", 400),
    "two hosts": (LIVE + HOST + b"Host: evil.test\r\n\r\n", 400),
    "a host of odd bytes": (LIVE + b"Host: lo cal\xff\r\nConnection: close\r\n\r\n", 400),
    "HTTP/1.0 without a host": (b"GET /healthz/live HTTP/1.0\r\n\r\n", 400),
    "NUL in the address": (b"GET /a\0b HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "%00 in the path": (b"GET /api/v1/products/a%00b HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "%00 in the query": (b"GET /api/v1/products?cursor=%00 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a byte that is no text": (b"GET /api/v1/products/\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "percent signs that mean nothing": (b"GET /api/v1/products/%zz%ff HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "an address of 60 kB": (b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "three thousand parameters": (b"GET /api/v1/products?" + b"a=1&" * 3_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a way up": (b"GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "the server itself": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a tunnel": (b"CONNECT evil.test:80 HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a method of tea": (b"BREW /healthz/live HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "a token of odd bytes": (b"GET /api/v1/auth/me HTTP/1.1\r\n" + HOST + b"Authorization: Bearer \xff\r\n\r\n", 401),
}


@pytest.fixture
def send(service: Service) -> Send:
    """Sends bytes on a connection of their own, and gives all that comes until it is closed."""

    def sent(request: bytes) -> bytes:
        answer = b""
        with socket.create_connection(("127.0.0.1", service.ports.public), PATIENCE) as connection:
            with suppress(ConnectionError):  # it has heard enough, and may have told why
                connection.sendall(request)
            while read := connection.recv(65536):
                answer += read
        return answer

    return sent


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]


@pytest.mark.parametrize(("request_", "status"), REFUSED.values(), ids=REFUSED)
def test_is_refused(service: Service, send: Send, request_: bytes, status: int) -> None:
    answer = send(request_)
    assert statuses(answer) == [status], answer
    assert b"Traceback" not in answer
    assert service.call("GET", "/healthz/live").status_code == 200


def test_is_refused_where_its_address_is_longer_than_any_head(send: Send) -> None:
    """Which of the two it is depends on the pieces in which it comes in."""
    answer = send(b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert statuses(answer) in ([414], [431]), answer


def test_is_heard_out_where_it_sends_too_much(service: Service) -> None:
    """Otherwise a proxy, which is still sending, would miss the answer and give one of its own."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", service.ports.public), PATIENCE) as connection:
            connection.sendall(REFUSED["5 MB"][0])
            assert statuses(connection.recv(65536)) == [413]


def test_leaves_no_trace_in_the_log(service: Service, send: Send) -> None:
    for request, _ in REFUSED.values():
        send(request)
    assert "Traceback" not in service.said
    assert "[error" not in service.said


def test_of_the_application_is_a_problem(send: Send) -> None:
    """Granian refuses with an empty body what it cannot read; whatever reaches us is told as a problem."""
    told = {status for request, status in REFUSED.values() if b"application/problem+json" in send(request)}
    assert told == {400, 401, 404, 405, 411, 413, 422, 431}


def test_may_name_a_host_twice_where_both_are_ours(send: Send) -> None:
    absolute = b"GET http://localhost/healthz/live HTTP/1.1\r\n" + HOST + b"\r\n"
    assert statuses(send(absolute)) == [200]


def test_of_an_older_version_is_answered_in_it(send: Send) -> None:
    assert send(b"GET /healthz/live HTTP/1.0\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.0 200 ")


def test_does_not_disturb_those_in_the_same_pipe(send: Send) -> None:
    live = LIVE + b"Host: localhost\r\n\r\n"
    assert statuses(
        send(live + live + b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + LIVE + HOST + b"\r\n")
    ) == [*(200, 200, 404, 200)]


def test_does_not_take_what_follows_the_body_for_a_request(send: Send) -> None:
    smuggled = b"{}" + LIVE + b"Host: localhost\r\n\r\n"
    assert statuses(send(LOGIN + b"Content-Length: %d\r\n\r\n" % len(smuggled) + smuggled)) == [400]
