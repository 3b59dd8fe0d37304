"""A client that costs little beside the server that it asks: one connection, one request after the other."""

import socket
from urllib.parse import urlsplit

_END = b"\r\n\r\n"


class Wire:
    """To one server; `ask` returns the status and the body."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.netloc
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def ask(self, path: str, agent: str = "bench", tag: str = "") -> tuple[int, bytes]:
        condition = f"If-None-Match: {tag}\r\n" if tag else ""
        request = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nUser-Agent: {agent}\r\n{condition}\r\n"
        self._socket.sendall(request.encode())
        while _END not in self._left:
            self._receive()
        head, _, self._left = self._left.partition(_END)
        body = self._chunks() if b"transfer-encoding: chunked" in head.lower() else self._taken(_length(head))
        return int(head[9:12]), body

    def close(self) -> None:
        self._socket.close()

    def _chunks(self) -> bytes:
        """What has no stated length (RFC 9112 §7.1)."""
        body = b""
        while True:
            while b"\r\n" not in self._left:
                self._receive()
            size, _, self._left = self._left.partition(b"\r\n")
            chunk = self._taken(int(size, 16) + 2)
            if len(chunk) == 2:
                return body
            body += chunk[:-2]

    def _taken(self, length: int) -> bytes:
        while len(self._left) < length:
            self._receive()
        taken, self._left = self._left[:length], self._left[length:]
        return taken

    def _receive(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("the server has closed the connection")
        self._left += received


def _length(head: bytes) -> int:
    lines = (line.lower().partition(b":") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)
