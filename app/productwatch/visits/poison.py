"""Entries of the stream that are no hits, or that Postgres refuses: set aside, so that somebody may look at them.

The last thousand of them are kept, each with the reason and the time at which it was set aside.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from productwatch.platform.redis import guarded, redis
from productwatch.visits.stream import FIELD, POISON, REASON, STREAM, added_at

_AGAIN = f"""
local found = redis.call('XRANGE', KEYS[1], '-', '+')
for _, entry in ipairs(found) do
  local fields = entry[2]
  for i = 1, #fields, 2 do
    if fields[i] == '{FIELD.decode()}' then redis.call('XADD', KEYS[2], '*', fields[i], fields[i + 1]) end
  end
end
redis.call('DEL', KEYS[1])
return #found
"""


class Poison(NamedTuple):
    """`packed` is the entry as it came."""

    at: datetime
    reason: str
    packed: bytes


def all_of_it() -> Iterator[Poison]:
    """The oldest first."""
    with guarded():
        found: Any = redis().xrange(POISON)
    for identifier, fields in found:
        yield Poison(added_at(identifier), fields[REASON].decode(), fields[FIELD])


def try_again() -> int:
    """Puts all of it back into the stream, in one step; how much that was."""
    with guarded():
        return int(redis().eval(_AGAIN, 2, POISON, STREAM))
