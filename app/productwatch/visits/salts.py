"""The salt of a UTC day: random, shared by all who record, and destroyed for good when the day is long over.

With its salt gone nobody, us included, can tell whether two hashes of different days are one visitor, nor try which
address made one. Gone it is when Redis' files have been written anew: until then TRACES tells that they may hold it. A
process forgets a day's salt when it needs the next one's. Redis has only half of what hashes are made with: the data
key is the other, so that neither a copy of Redis nor the key alone tells whose a hash is.
"""

from datetime import date, timedelta
from secrets import token_bytes, token_hex
from time import monotonic
from typing import NamedTuple

from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.redis import redis

BYTES = 32
LIVES = timedelta(hours=48)
ASK_AGAIN = 60.0
"""Seconds after which Redis is asked again: one that has lost its data gets the salt back that we all use."""

TRACES = "visits:salt-traces"
"""The key that is there while a destroyed salt may be in Redis' files."""

_LOOK_BACK = 400

_DESTROY = """
local gone = redis.call('DEL', unpack(KEYS, 2))
if gone > 0 then redis.call('SET', KEYS[1], ARGV[1]) end
return gone
"""
_WIPED = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class _Held(NamedTuple):
    day: date
    salt: bytes
    key: bytes
    since: float


_held: _Held | None = None


def of(day: date) -> bytes:
    """The key of the day's hashes; its salt is made by whoever needs it first. Call it inside `guarded`."""
    global _held  # noqa: PLW0603 - one salt a process
    held = _held if _held and _held.day == day else None
    if held and monotonic() - held.since < ASK_AGAIN:
        return held.key
    ours = held.salt if held else token_bytes(BYTES)
    earlier = redis().set(key(day), ours, nx=True, get=True)
    salt = earlier if isinstance(earlier, bytes) else ours
    _held = _Held(day, salt, keyed_hash("visitors-of-a-day", salt), monotonic())
    return _held.key


def destroy_before(today: date) -> int:
    """Destroys the salts of all days that began 48 hours before `today` or earlier; how many there were.

    The days are counted back by name, for more than a year: looking for the keys would mean to look at all keys.
    """
    youngest = today - LIVES
    keys = [key(youngest - timedelta(days=back)) for back in range(_LOOK_BACK)]
    return int(redis().eval(_DESTROY, len(keys) + 1, TRACES, *keys, token_hex(8)))


def traces() -> bytes | None:
    """The name of the last destruction, where files may still hold what it destroyed."""
    found = redis().get(TRACES)
    return found if isinstance(found, bytes) else None


def wiped(traces: bytes) -> None:
    """Redis' files have been written anew since that destruction; there may have been another since."""
    redis().eval(_WIPED, 1, TRACES, traces)


def key(day: date) -> str:
    return f"visits:salt:{day.isoformat()}"
