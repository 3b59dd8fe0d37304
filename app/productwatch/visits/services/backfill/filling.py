"""Brings the visits of a file to the stream, from where they go the way of all others."""

from collections import Counter
from collections.abc import Callable, Iterable

from productwatch.catalog import selectors as catalog
from productwatch.platform import clock
from productwatch.visits.entries import AHEAD, EARLIEST, Hit
from productwatch.visits.services.backfill import json_lines, memory
from productwatch.visits.services.backfill.access_log import Parse
from productwatch.visits.services.backfill.hits import Hits
from productwatch.visits.services.backfill.readings import Bad, Reading
from productwatch.visits.services.backfill.sending import send

TOGETHER = 500
"""Hits that are sent at once."""

SENT, BOTS, REPEATED, OTHER, UNKNOWN, BAD, EARLIER = (
    "sent",
    "of them bots",
    "repeated within the window",
    "of something else than a product's page",
    "of no product",
    "bad",
    "sent before",
)
"""What may become of a line."""


class Backfill:
    """One run over a file; `counts` tells what has become of its lines so far, and `line` how many there were.

    `refuse` is told the number of each bad line, and what is wrong with it.
    """

    def __init__(self, parse_log: Parse, refuse: Callable[[int, str], object]) -> None:
        self.counts: Counter[str] = Counter()
        self.line = 0
        self._parse_log, self._refuse = parse_log, refuse
        self._hits = Hits()
        self._batch: list[Hit] = []
        self._reached: int | None = None

    def run(self, lines: Iterable[bytes]) -> None:
        """RedisAway where Redis is away at the beginning; later it is waited for."""
        for line in lines:
            self.line += 1
            self._take(line)
            if len(self._batch) >= TOGETHER:
                self._send()
        self._send()
        if self._hits.mark:
            memory.reached_the_end(self._hits.mark)

    def _take(self, line: bytes) -> None:
        try:
            reading = self._parsed(line)
        except Bad as fault:
            self.counts[BAD] += 1
            self._refuse(self.line, str(fault))
            return
        if reading is None:
            self.counts[OTHER] += 1
            return
        hit = self._hits.of(self.line, reading)
        if hit is None:
            self.counts[REPEATED] += 1
        elif self.line <= self._sent_before():
            self.counts[EARLIER] += 1
        else:
            self._batch.append(hit)

    def _parsed(self, line: bytes) -> Reading | None:
        try:
            text = line.decode().strip()
        except UnicodeDecodeError:
            raise Bad("no UTF-8") from None
        reading = json_lines.parse(text) if text.startswith("{") else self._parse_log(text)
        if reading and not EARLIEST <= reading.at <= clock.now() + AHEAD:
            raise Bad("a time that cannot be")
        return reading

    def _sent_before(self) -> int:
        """The line up to which an earlier run has come that was broken off."""
        if self._reached is None:
            self._reached = memory.line_reached(self._hits.mark)
        return self._reached

    def _send(self) -> None:
        known = catalog.product_ids({hit.slug for hit in self._batch})
        hits = [hit for hit in self._batch if hit.slug in known]
        if hits:
            send(hits, self._hits.mark, self.line)
        self.counts[UNKNOWN] += len(self._batch) - len(hits)
        self.counts[SENT] += len(hits)
        self.counts[BOTS] += sum(bool(hit.bot) for hit in hits)
        self._batch = []
