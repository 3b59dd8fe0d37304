"""Load: a few readers ask as fast as they are answered; how long that took is told by phases."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Event, Thread

import httpx

from tests.cluster.shop import Shop

logger = logging.getLogger("cluster")

READERS = 6


@dataclass(slots=True)
class Load:
    """What every reader met: `waits` are the seconds of each phase, `failures` the answers that were none."""

    phase: str = "before"
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)

    def ask(self, client: httpx.Client, path: str) -> None:
        phase, began = self.phase, time.monotonic()
        try:
            answer = client.get(path)
        except httpx.HTTPError as error:
            self.failures.append(f"{phase}: GET {path}: {error!r}")
            return
        self.waits[phase].append(time.monotonic() - began)
        if answer.status_code != 200:
            self.failures.append(f"{phase}: GET {path}: {answer.status_code} {answer.text[:200]}")

    def tell(self) -> None:
        for phase, waits in self.waits.items():
            cuts = quantiles(waits, n=100)
            shown = (phase, len(waits), cuts[49] * 1000, cuts[94] * 1000, max(waits) * 1000)
            logger.info("%s: %d reads, median %.0f ms, p95 %.0f ms, longest %.0f ms", *shown)


@contextmanager
def under_load(shop: Shop, paths: list[str]) -> Iterator[Load]:
    """`READERS` visitors read these paths in turn until the block ends."""
    load, stop = Load(), Event()

    def read(number: int) -> None:
        with shop.visitor(600 + number) as visitor:
            while not stop.is_set():
                for path in paths:
                    load.ask(visitor, path)

    readers = [Thread(target=read, args=[number]) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield load
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        load.tell()
