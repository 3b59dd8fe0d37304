"""The flusher: takes batches from the stream, has them kept, settles them; whatever is away, it waits and goes on.

Dying between any two steps loses nothing and counts nothing twice: what was read stays pending until it is settled,
and what was kept but not settled is known when it comes again.
"""

import logging
import socket
from secrets import token_hex
from threading import Event
from time import monotonic

from django.db import close_old_connections
from prometheus_client import Gauge
from redis.exceptions import ResponseError

from productwatch.platform import clock
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.heartbeat import beat
from productwatch.platform.redis import RedisAway
from productwatch.visits import stream
from productwatch.visits.services import flushing

BATCH = 5000
PAUSE = 0.2
"""Seconds between two looks at a stream that held less than a batch."""

TIDY_EACH = 5.0
LEFT_AFTER = 15_000
SILENT_AFTER = 3_600_000
"""Milliseconds: after these a consumer's entries are taken from it, and its name is forgotten."""

FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0

BACKLOG = Gauge("productwatch_visits_backlog", "Hits in the stream that Postgres has not taken yet.")
ASIDE = Gauge(
    "productwatch_visits_poisoned", "Entries of the stream that were set aside: they are no hits, or refused."
)
TRACES = Gauge(
    "productwatch_visits_salt_traces", "Whether Redis' files may hold a salt that was destroyed (1) or not (0)."
)
LAG = Gauge("productwatch_visits_lag_seconds", "For how long the oldest hit in the stream has waited.")

logger = logging.getLogger(__name__)


class Flusher:
    """One consumer of the group; any number may run at once."""

    def __init__(self) -> None:
        self.stopping = Event()
        self._name = f"{socket.gethostname()}-{token_hex(4)}"
        self._batch: list[stream.Entry] = []
        self._tidied = -TIDY_EACH
        self._wait = FIRST_WAIT

    def run(self) -> None:
        """Until `stopping` is set; the batch in hand is finished then, unless what it needs is away."""
        while not self.stopping.is_set():
            beat()
            self.stopping.wait(self._turn_safely())

    def turn(self) -> bool:
        """Reads, keeps and settles a batch; whether the stream may hold more. The batch stays in hand until settled."""
        self._tidy()
        if not self._batch:
            self._batch = stream.new_entries(self._name, BATCH)
        return self._finish()

    def _turn_safely(self) -> float:
        """Seconds to wait before the next turn."""
        try:
            more = self.turn()
        except (RedisAway, *DATABASE_AWAY) as error:
            return self._after(error)
        except ResponseError as error:
            self._tidied = -TIDY_EACH  # a Redis that has lost its data knows no group
            return self._after(error)
        except Exception as error:
            logger.exception("a batch failed; it is tried again")
            return self._after(error)
        if self._wait != FIRST_WAIT:
            logger.info("visits are flushed again")
        self._wait = FIRST_WAIT
        return 0 if more else PAUSE

    def _after(self, error: Exception) -> float:
        if self._wait == FIRST_WAIT:
            logger.warning("visits wait", extra={"reason": type(error).__name__})
        close_old_connections()
        wait, self._wait = self._wait, min(self._wait * 2, LONGEST_WAIT)
        return wait

    def _finish(self) -> bool:
        if not self._batch:
            return False
        aside: list[stream.Aside] = []
        flushing.flush([entry.packed for entry in self._batch], aside)
        stream.settle((entry.id for entry in self._batch), aside)
        full = len(self._batch) >= BATCH
        self._batch = []
        return full

    def _tidy(self) -> None:
        """Now and then: the group is there, the figures are told, and what a dead flusher has left is taken over."""
        if monotonic() - self._tidied < TIDY_EACH:
            return
        stream.prepare()
        self._measure(stream.backlog())
        stream.retire_consumers(SILENT_AFTER)
        if not self._batch:
            self._batch = stream.left_entries(self._name, BATCH, LEFT_AFTER)
        self._tidied = monotonic()

    def _measure(self, found: stream.Backlog) -> None:
        BACKLOG.set(found.length)
        LAG.set(max(0.0, (clock.now() - found.oldest).total_seconds()) if found.oldest else 0)
        ASIDE.set(found.aside)
        TRACES.set(found.traces)
