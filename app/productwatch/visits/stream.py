"""The stream in Redis: hits are added to it, read from it by a consumer group, and leave it once Postgres has them.

A window that begins is touched ten times, so that where memory is short it stays before answers that are kept.
Adding is one script, so that window, bound and entry belong together; Redis knows it by name, and anew after each of
its starts. What a consumer has read stays pending until it is settled; what a dead one has
left is claimed by the others.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha1
from typing import Any, NamedTuple

from django.conf import settings
from redis.exceptions import ResponseError

from productwatch.platform.redis import guarded, redis
from productwatch.platform.trips import Trip, Word
from productwatch.visits.entries import EPOCH, Hit
from productwatch.visits.metrics import BACKLOG_FULL, PACE, REDIS_FULL
from productwatch.visits.salts import TRACES

STREAM, GROUP, FIELD = "visits:stream", "flushers", b"v1"
"""The field's name tells how its value is packed."""

POISON, REASON, MOST_POISON = "visits:poison", b"reason", 1000
"""Where entries go that can never be kept, with the reason; and how many of them are kept to be looked at."""

MINUTE = 60_000
"""Milliseconds in which a visitor's hits are counted, from the first on, to see how fast one reads."""

Words = tuple[Word, ...]

RECORDED, REPEATED, UNKNOWN, UNWANTED = "recorded", "repeated", "unknown", "unwanted"

_ADD = f"""
if KEYS[3] ~= '' and redis.call('EXISTS', KEYS[3]) == 0 then return '{UNKNOWN}' end
if KEYS[4] ~= '' and redis.call('EXISTS', KEYS[4]) == 1 then return '{UNWANTED}' end
local fresh = redis.pcall('SET', KEYS[1], '', 'NX', 'PX', ARGV[1])
if not fresh then return '{REPEATED}' end
if fresh.err then return '{REDIS_FULL}' end
local window = KEYS[1]
redis.call('TOUCH', window, window, window, window, window, window, window, window, window, window)
if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[2]) then return '{BACKLOG_FULL}' end
local bot, most = ARGV[5], tonumber(ARGV[7])
if bot == '' and most > 0 then
  local pace = redis.call('INCR', KEYS[5])
  if pace == 1 then redis.call('PEXPIRE', KEYS[5], {MINUTE}) end
  if pace > most then bot = '{PACE}' end
end
local added = redis.pcall('XADD', KEYS[2], '*', ARGV[3], ARGV[4] .. bot .. ARGV[6])
if type(added) == 'table' then return '{REDIS_FULL}' end
return '{RECORDED} ' .. bot
"""

_NAME = sha1(_ADD.encode()).hexdigest()  # noqa: S324 - how Redis names scripts

_RETIRE = """
for _, found in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #found, 2 do consumer[found[i]] = found[i + 1] end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end
"""


class Aside(NamedTuple):
    """What can never be kept, and why."""

    reason: str
    packed: bytes


class Entry(NamedTuple):
    """An entry under Redis' own id; `packed` is None where it has no such field."""

    id: bytes
    packed: bytes | None


class Backlog(NamedTuple):
    """How many entries wait, pending ones too; since when the oldest does, by Redis' clock; how many are set aside.

    `traces` tells whether Redis' files may hold a salt that was destroyed.
    """

    length: int
    oldest: datetime | None
    aside: int
    traces: bool


def add(trip: Trip, hit: Hit, only_if: str | None = None, unless: str | None = None) -> Words:
    """Joins the adding to a trip, which answers RECORDED (and, behind a space, why the reader is taken for a bot),
    REPEATED, UNKNOWN, UNWANTED or the reason of a refusal.

    Nothing is added, nor any window begun, where the key `only_if` is missing (UNKNOWN) or the key `unless` is there
    (UNWANTED). A NoScriptError is answered by a Redis that has just started: then `add_anew` what is returned.
    """
    visitor = hit.visitor.hex()
    keys = (f"visits:window:{visitor}:{hit.slug}", STREAM, only_if or "", unless or "", f"visits:pace:{visitor}")
    milliseconds, (before, after) = settings.VISIT_WINDOW_SECONDS * 1000, hit.around_bot()
    entry = (FIELD, before, hit.bot, after)
    words: Words = (len(keys), *keys, milliseconds, settings.VISIT_BACKLOG, *entry, settings.VISIT_BOT_PACE)
    trip.add("EVALSHA", _NAME, *words)
    return words


def add_anew(words: Words) -> object:
    """In a trip of its own, with the whole script."""
    trip = Trip()
    trip.add("EVAL", _ADD, *words)
    with guarded():
        (answer,) = trip.go()
    return answer


def new_entries(consumer: str, count: int) -> list[Entry]:
    """Entries that no consumer has been given yet; from now on they are pending for this one."""
    answer = _asked("XREADGROUP", "GROUP", GROUP, consumer, "COUNT", count, "STREAMS", STREAM, ">")
    return [_entry(*found) for _stream, entries in _pairs(answer) for found in entries]


def left_entries(consumer: str, count: int, idle_milliseconds: int) -> list[Entry]:
    """Entries that another consumer was given so long ago that it must have died; now they are this one's."""
    answer = _asked("XAUTOCLAIM", STREAM, GROUP, consumer, idle_milliseconds, "0-0", "COUNT", count)
    return [_entry(*found) for found in answer[1]]


def _asked(*command: str | int) -> Any:
    trip = Trip()
    trip.add(*command)
    with guarded():
        (answer,) = trip.go_well()
    return answer


def settle(ids: Iterable[bytes], aside: Iterable[Aside] = ()) -> None:
    """These entries are dealt with; those of them that are `aside` go where they can be looked at, in the same step."""
    found = list(ids)
    with guarded():
        trip = redis().pipeline(transaction=True)
        for reason, packed in aside:
            trip.xadd(POISON, {REASON: reason, FIELD: packed}, maxlen=MOST_POISON, approximate=False)
        trip.xack(STREAM, GROUP, *found)
        trip.xdel(STREAM, *found)
        trip.execute()


def prepare() -> None:
    """Makes the group where it is missing; it begins with the oldest entry."""
    with guarded():
        try:
            redis().xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise


def retire_consumers(idle_milliseconds: int) -> None:
    """Forgets consumers that have been silent so long and have nothing pending."""
    with guarded():
        redis().eval(_RETIRE, 1, STREAM, GROUP, idle_milliseconds)


def backlog() -> Backlog:
    with guarded():
        trip = redis().pipeline(transaction=False)
        trip.xlen(STREAM)
        trip.xrange(STREAM, count=1)
        trip.xlen(POISON)
        trip.exists(TRACES)
        length, oldest, aside, traces = trip.execute()
    return Backlog(length, added_at(oldest[0][0]) if oldest else None, aside, bool(traces))


def _entry(identifier: bytes, fields: Sequence[bytes]) -> Entry:
    return Entry(identifier, fields[1] if fields[0] == FIELD else None)


def _pairs(answer: Any) -> Iterable[tuple[bytes, Any]]:
    return answer.items() if isinstance(answer, dict) else answer or ()


def added_at(identifier: bytes) -> datetime:
    """The time that Redis' own id tells."""
    return datetime.fromtimestamp(int(identifier.partition(b"-")[0]) / 1000, EPOCH.tzinfo)
