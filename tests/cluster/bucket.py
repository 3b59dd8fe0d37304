"""A real S3 server (versitygw) on this machine, which the pods reach under the address that PW_S3_HOST names."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from shutil import which
from typing import Any

import pytest

from tests.cluster.kubectl import Manifest

HOST, PROGRAM = os.environ.get("PW_S3_HOST"), which("versitygw")
NAME, PORT = "bucket", 7070

needs_bucket = pytest.mark.skipif(
    not (HOST and PROGRAM),
    reason="PW_S3_HOST tells no address of this machine, or no versitygw is on the PATH",
)


@dataclass(frozen=True, slots=True)
class Bucket:
    place: Path
    access: str
    secret: str

    def values(self) -> dict[str, Any]:
        """The chart's values under `media`."""
        return {"s3": {"bucket": NAME, "endpoint": f"http://{HOST}:{PORT}", "existingSecret": NAME}}

    def credentials(self) -> Manifest:
        data = {"access-key": self.access, "secret-key": self.secret}
        return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": NAME}, "stringData": data}

    def files(self) -> list[Path]:
        return [path for path in (self.place / NAME).rglob("*") if path.is_file()]


@contextmanager
def served(place: Path) -> Iterator[Bucket]:
    bucket = Bucket(place, token_hex(8), token_hex(16))
    (place / NAME).mkdir()
    options = ["--access", bucket.access, "--secret", bucket.secret, "--port", f"{HOST}:{PORT}", "--quiet"]
    command = [str(PROGRAM), *options, "posix", str(place)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield bucket
        finally:
            server.terminate()
