"""What may be shown of a picture, made by a process of its own (`render`) that ends with it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM

LONGEST_SECONDS = 60
_PROGRAM = Path(__file__).with_name("render.py")


class Unreadable(Exception):  # noqa: N818 - says what the picture is
    """It cannot be shown, now or later; the text says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A WebP picture; width and height are in pixels."""

    width: int
    height: int
    body: bytes


def rendered(content: bytes, most_pixels: int) -> list[Rendered]:
    """The whole picture, then its thumbnails from small to large.

    Unreadable where there is none in it; OSError where the process was ended from outside.
    """
    command = [sys.executable, "-I", str(_PROGRAM), str(most_pixels)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, timeout=LONGEST_SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("decoding it takes too long") from None
    if ended.returncode in {-SIGKILL, -SIGTERM}:
        raise OSError(f"the process that decodes was ended by signal {-ended.returncode}")
    if ended.returncode != 0:
        raise Unreadable("decoding it ends the decoder")
    head, _, bodies = ended.stdout.partition(b"\n")
    return list(_parts(json.loads(head), bodies))


def _parts(head: dict[str, list[tuple[int, int, int]]], bodies: bytes) -> Iterator[Rendered]:
    if "reason" in head:
        raise Unreadable(str(head["reason"]))
    start = 0
    for width, height, length in head["files"]:
        yield Rendered(width, height, bodies[start : start + length])
        start += length
