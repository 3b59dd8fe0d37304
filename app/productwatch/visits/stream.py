"""The stream in Redis: hits are added to it, read from it by a consumer group, and leave it once Postgres has them.

Adding is one script, so that window, bound and entry belong together; it is sent whole each time, for a Redis that has
just been restarted knows no script. What a consumer has read stays pending until it is settled; what a dead one has
left is claimed by the others.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from redis.exceptions import ResponseError

from productwatch.platform.keyed_hash import digest
from productwatch.platform.redis import guarded, redis
from productwatch.platform.trips import Trip
from productwatch.visits.entries import EPOCH, Hit
from productwatch.visits.metrics import BACKLOG_FULL, PACE, REDIS_FULL

STREAM, GROUP, FIELD = "visits:stream", "flushers", b"v1"
"""The field's name tells how its value is packed."""

MINUTE = 60_000
"""Milliseconds in which a visitor's hits are counted, from the first on, to see how fast one reads."""

RECORDED, REPEATED, UNKNOWN, UNWANTED = "recorded", "repeated", "unknown", "unwanted"

_ADD = f"""
if KEYS[3] ~= '' and redis.call('EXISTS', KEYS[3]) == 0 then return '{UNKNOWN}' end
if KEYS[4] ~= '' and redis.call('EXISTS', KEYS[4]) == 1 then return '{UNWANTED}' end
local fresh = redis.pcall('SET', KEYS[1], '', 'NX', 'PX', ARGV[1])
if not fresh then return '{REPEATED}' end
if fresh.err then return '{REDIS_FULL}' end
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

_RETIRE = """
for _, found in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #found, 2 do consumer[found[i]] = found[i + 1] end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end
"""


class Entry(NamedTuple):
    """An entry under Redis' own id; `packed` is None where it has no such field."""

    id: bytes
    packed: bytes | None


def add(trip: Trip, hit: Hit, only_if: str | None = None, unless: str | None = None) -> None:
    """Joins the adding to a trip, which answers RECORDED (and, behind a space, why the reader is taken for a bot),
    REPEATED, UNKNOWN, UNWANTED or the reason of a refusal.

    Nothing is added, nor any window begun, where the key `only_if` is missing (UNKNOWN) or the key `unless` is there
    (UNWANTED).
    """
    window = f"visits:window:{digest(hit.visitor, 'window', hit.slug)[:16].hex()}"
    keys = [window, STREAM, only_if or "", unless or "", f"visits:pace:{hit.visitor.hex()}"]
    milliseconds, (before, after) = settings.VISIT_WINDOW_SECONDS * 1000, hit.around_bot()
    entry = (FIELD, before, hit.bot, after)
    trip.add("EVAL", _ADD, len(keys), *keys, milliseconds, settings.VISIT_BACKLOG, *entry, settings.VISIT_BOT_PACE)


def new_entries(consumer: str, count: int) -> list[Entry]:
    """Entries that no consumer has been given yet; from now on they are pending for this one."""
    with guarded():
        answer = redis().xreadgroup(GROUP, consumer, {STREAM: ">"}, count=count)
    return [_entry(*found) for _stream, entries in _pairs(answer) for found in entries]


def left_entries(consumer: str, count: int, idle_milliseconds: int) -> list[Entry]:
    """Entries that another consumer was given so long ago that it must have died; now they are this one's."""
    with guarded():
        answer: Any = redis().xautoclaim(STREAM, GROUP, consumer, idle_milliseconds, count=count)
    return [_entry(*found) for found in answer[1]]


def settle(ids: Iterable[bytes]) -> None:
    """These entries are dealt with."""
    found = list(ids)
    with guarded():
        trip = redis().pipeline(transaction=True)
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


def backlog() -> tuple[int, datetime | None]:
    """How many entries wait, pending ones too, and since when the oldest does, by Redis' clock."""
    with guarded():
        trip = redis().pipeline(transaction=False)
        trip.xlen(STREAM)
        trip.xrange(STREAM, count=1)
        length, oldest = trip.execute()
    return length, _added_at(oldest[0][0]) if oldest else None


def _entry(identifier: bytes, fields: dict[bytes, bytes] | None) -> Entry:
    return Entry(identifier, (fields or {}).get(FIELD))


def _pairs(answer: Any) -> Iterable[tuple[bytes, Any]]:
    return answer.items() if isinstance(answer, dict) else answer or ()


def _added_at(identifier: bytes) -> datetime:
    return datetime.fromtimestamp(int(identifier.partition(b"-")[0]) / 1000, EPOCH.tzinfo)
