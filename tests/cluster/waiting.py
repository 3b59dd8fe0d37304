"""Waiting: for a condition, with a deadline; and keeping a pace while something lasts."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

logger = logging.getLogger("cluster")

EACH = 0.3
"""Seconds between two looks."""


def eventually(what: str, probe: Callable[[], T], *, within: float) -> T:
    """What `probe` gives as soon as that is true; AssertionError with what it gave last, after `within` seconds."""
    started = time.monotonic()
    while not (found := probe()):
        if time.monotonic() - started > within:
            message = f"not within {within:.0f} s: {what}; last seen: {found!r}"
            raise AssertionError(message)
        time.sleep(EACH)
    logger.info("%s: after %.1f s", what, time.monotonic() - started)
    return found


def during(seconds: float, *, each: float = 1.0) -> Iterator[float]:
    """The seconds gone by, once every `each`, until `seconds` are over."""
    started = time.monotonic()
    while (gone := time.monotonic() - started) < seconds:
        yield gone
        time.sleep(max(0.0, each - (time.monotonic() - started - gone)))
