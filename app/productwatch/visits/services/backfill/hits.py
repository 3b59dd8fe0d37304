"""The hits of a file: each with an id that follows from its place in the file, so that none is ever another one.

From an id that were made of all that the line tells, somebody with the data key could try which address it holds; so
it is made of what is kept anyway: when, what, and which line of which file. A file is known by its first reading, so
that it may grow, be renamed or packed.
"""

from datetime import date, datetime

from django.conf import settings

from productwatch.platform.agents import agent_of
from productwatch.platform.keyed_hash import digest, keyed_hash
from productwatch.visits.entries import ID_BYTES, VISITOR_BYTES, Hit, event_of
from productwatch.visits.origins import referrer_host
from productwatch.visits.services.backfill import memory
from productwatch.visits.services.backfill.readings import Reading
from productwatch.visits.services.backfill.window import Window

MARK_BYTES = 8


class Hits:
    """Makes a hit of each reading that begins a window."""

    def __init__(self) -> None:
        self.mark = b""
        self._window = Window(settings.VISIT_WINDOW_SECONDS)
        self._keys: dict[date, bytes] = {}

    def of(self, number: int, reading: Reading) -> Hit | None:
        """That of the line; None where it repeats another."""
        self.mark = self.mark or _told("file", number, reading)[:MARK_BYTES]
        visitor = digest(self._key(reading.at), "visitor", *reading.who)[:VISITOR_BYTES]
        if not self._window.opens(visitor, reading.slug, reading.at):
            return None
        agent, referrer = agent_of(reading.user_agent), referrer_host(reading.referrer)
        event = event_of(reading.at, _told(self.mark.hex(), number, reading)[:ID_BYTES])
        seen = (reading.slug, agent.device, agent.browser, referrer, agent.bot)
        return Hit(event, visitor, *seen, *reading.campaign, reading.country)

    def _key(self, at: datetime) -> bytes:
        """A few days at a time: a file begins where another day ends."""
        day = at.date()
        if day not in self._keys:
            self._keys[day] = memory.day_key(day)
        return self._keys[day]


def _told(purpose: str, number: int, reading: Reading) -> bytes:
    return keyed_hash("backfill", purpose, str(number), reading.at.isoformat(), reading.slug)
