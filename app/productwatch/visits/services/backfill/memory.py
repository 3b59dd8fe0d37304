"""What backfills remember in Redis for 48 hours: the salt of each day, and the line up to which a file was sent.

A file that was broken off goes on with the same salts, and so does another server's log of that day: their visitors
stay who they are. Then the salts are thrown away, and Redis' files are written anew as for the salts of other days.
"""

from datetime import date
from secrets import token_bytes, token_hex
from typing import Any

from productwatch.platform import clock
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.redis import guarded, redis
from productwatch.visits.salts import BYTES, LIVES, TRACES

KEY = "visits:backfill"

_AGE_BYTES = 8

_FORGET = """
local gone = redis.call('HDEL', KEYS[1], unpack(ARGV, 2))
if gone > 0 then redis.call('SET', KEYS[2], ARGV[1]) end
return gone
"""


def day_key(day: date) -> bytes:
    """The key of the day's hashes; its salt is made by who asks first, and the same until it is thrown away."""
    field = f"salt:{day.isoformat()}"
    with guarded():
        trip = redis().pipeline(transaction=True)
        trip.hsetnx(KEY, field, stamped(token_bytes(BYTES)))
        trip.hget(KEY, field)
        _, found = trip.execute()
    return keyed_hash("visitors-of-a-past-day", day.isoformat(), found[_AGE_BYTES:])


def line_field(mark: bytes) -> str:
    """Where it stands up to which line the file of that mark was sent."""
    return f"line:{mark.hex()}"


def stamped(content: bytes) -> bytes:
    """With the time at which it is remembered, in seconds."""
    return int(clock.now().timestamp()).to_bytes(_AGE_BYTES, "big") + content


def line_reached(mark: bytes) -> int:
    """0 where nothing was sent."""
    with guarded():
        found = redis().hget(KEY, line_field(mark))
    return int(found[_AGE_BYTES:]) if isinstance(found, bytes) else 0


def reached_the_end(mark: bytes) -> None:
    with guarded():
        redis().hdel(KEY, line_field(mark))


def forget_old() -> int:
    """Throws away what is older than 48 hours; call it inside `guarded`. How much that was."""
    before = int((clock.now() - LIVES).timestamp()).to_bytes(_AGE_BYTES, "big")
    known: Any = redis().hgetall(KEY)
    old = [field for field, value in known.items() if value[:_AGE_BYTES] <= before]
    return int(redis().eval(_FORGET, 2, KEY, TRACES, token_hex(8), *old)) if old else 0
