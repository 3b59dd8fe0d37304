"""A real S3 server for tests, and how it is reached."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from productwatch_local.processes import until

ACCESS, SECRET = "an-access-key", "a-secret-access-key"
PROGRAM = which("versitygw")

needs_s3 = pytest.mark.skipif(not PROGRAM, reason="no versitygw on the PATH")


class Server:
    """versitygw, whose buckets are the folders in `place`."""

    def __init__(self, place: Path) -> None:
        self._place = place
        (place / "images").mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        options = ["--access", ACCESS, "--secret", SECRET, "--port", f"127.0.0.1:{self.port}", "--quiet"]
        self._process = subprocess.Popen(
            [str(PROGRAM), *options, "posix", str(self._place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert until(self._answers, 30)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def running(place: Path) -> Iterator[Server]:
    server = Server(place)
    try:
        yield server
    finally:
        server.stop()


def options(server: Server, **others: Any) -> dict[str, Any]:
    endpoint = f"http://127.0.0.1:{server.port}"
    usual = {"bucket": "images", "endpoint": endpoint, "region": "us-east-1", "path_style": True}
    return usual | {"access_key": ACCESS, "secret_key": SECRET} | others
