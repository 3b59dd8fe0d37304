"""One reading of a resource: its trips to Redis."""

from secrets import token_hex
from time import monotonic, sleep
from typing import Any

from django.http import HttpRequest

from productwatch.platform.reads import elsewhere
from productwatch.platform.reads.companions import Company
from productwatch.platform.reads.gate import gate
from productwatch.platform.reads.kept import (
    BYTES_SECONDS,
    DRAFT_SECONDS,
    MARK_SECONDS,
    STALE_SECONDS,
    Kept,
)
from productwatch.platform.redis import guarded, redis
from productwatch.platform.trips import Trip

LEASE_SECONDS = 5
"""How long one who reads anew keeps the others waiting, should it die."""

PATIENCE, PAUSE = 0.2, 0.01
"""Seconds for which the others wait, and between two looks."""

_KEEP = """
if redis.call('GET', KEYS[3]) == ARGV[2] then redis.call('DEL', KEYS[3]) end
local mark = redis.call('GET', KEYS[1])
if mark ~= ARGV[1] then
  if mark or redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
  redis.call('DEL', KEYS[2])
end
if ARGV[4] ~= '' then redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[5]) end
return 1
"""

_RELEASE = """
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
"""


class Reading:
    """Of one variant of a resource (a page of a list)."""

    def __init__(self, request: HttpRequest, resource: str, variant: str | None) -> None:
        self.company, self._request = Company(request, resource), request
        self._mark_key, self._draft_key = f"mark:{resource}", f"draft:{resource}"
        self._lease_key, self._bytes_key = f"lease:{resource}:{variant}", f"bytes:{resource}:{variant}"
        self._name = token_hex(8).encode()
        self.mark = b""

    def found(self) -> tuple[Kept | None, bool]:
        """What is kept, and whether it holds: in one trip, that gate and companions join."""
        with guarded():
            trip = Trip()
            refusal = gate().join(trip, self._request)
            self._look(trip)
            self.company.join(trip, self._mark_key, refusal)
            answers = trip.go()
        if refusal:
            gate().hear(self._request, answers.pop(0))
        mark, stored, *answers = _checked(answers, 2)
        self.company.hear(answers)
        kept = self._parsed(stored)
        return kept, kept is not None and kept.mark == mark

    def lose(self) -> None:
        """Redis is away; a Problem where the gate is closed then."""
        gate().lose(self._request)

    def begun(self) -> tuple[bool, Kept | None]:
        """Takes the mark that bytes read from now on belong to.

        True for the one whom the others wait for; and what another has kept before, whereupon nothing is to be read.
        """
        with guarded():
            trip = Trip()
            trip.add("SET", self._lease_key, self._name, "NX", "EX", LEASE_SECONDS)
            trip.add("SET", self._draft_key, self._name, "NX", "GET", "EX", DRAFT_SECONDS)
            self._look(trip)
            leads, draft, mark, stored = trip.go_well()
        self.mark = mark or draft or self._name
        kept = self._parsed(stored)
        return bool(leads), kept if kept and kept.mark == mark else None

    def awaited(self) -> Kept | None:
        """What another keeps in the meantime; after a while what is young enough; None where there is neither."""
        end, kept, age = monotonic() + PATIENCE, None, BYTES_SECONDS
        while monotonic() < end:
            sleep(PAUSE)
            with guarded():
                trip = Trip()
                trip.add("EXISTS", self._lease_key)  # first: who lets go of it has kept its bytes before
                self._look(trip)
                trip.add("PTTL", self._bytes_key)
                led, mark, stored, left = trip.go_well()
            kept, age = self._parsed(stored), BYTES_SECONDS - left / 1000
            if kept and kept.mark == mark:
                return kept
            if not led:
                return None
        return kept if age + DRAFT_SECONDS < STALE_SECONDS else None

    def keep(self, kept: Kept) -> None:
        """Unless the resource has changed since the reading has begun."""
        keys, stored = [self._mark_key, self._draft_key, self._lease_key, self._bytes_key], kept.stored()
        if elsewhere.is_had():
            elsewhere.keep(self._bytes_key, stored, BYTES_SECONDS)
            stored = b""
        with guarded():
            trip = Trip()
            trip.add("EVAL", _KEEP, len(keys), *keys, kept.mark, self._name, MARK_SECONDS, stored, BYTES_SECONDS)
            self.company.join(trip)
            _kept, *answers = _checked(trip.go(), 1)
        self.company.hear(answers)

    def give_up(self) -> None:
        """Nothing could be read; of what may not exist nothing stays."""
        with guarded():
            redis().eval(_RELEASE, 2, self._lease_key, self._draft_key, self._name)

    def settle(self) -> None:
        """The resource exists, though this reading keeps nothing: the companions that wait are heard."""
        if not self.company.waiting:
            return
        with guarded():
            trip = Trip()
            self.company.join(trip)
            answers = trip.go()
        self.company.hear(answers)

    def _look(self, trip: Trip) -> None:
        trip.add("GET", self._mark_key)
        trip.add("GET", self._bytes_key)

    def _parsed(self, stored: bytes | None) -> Kept | None:
        found = elsewhere.found(self._bytes_key) if stored is None and elsewhere.is_had() else stored
        return Kept.parse(found) if found else None


def _checked(answers: list[Any], ours: int) -> list[Any]:
    """What Redis says to each command; an error is raised where the command is one of ours, the first ones."""
    for failure in answers[:ours]:
        if isinstance(failure, Exception):
            raise failure
    return answers
