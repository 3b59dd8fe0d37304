"""The way of a file's hits to the stream: so many at once, with the line that is reached, and never too many."""

from collections.abc import Callable, Sequence
from time import sleep

from django.conf import settings

from productwatch.platform.redis import RedisAway, guarded, redis
from productwatch.visits import stream
from productwatch.visits.entries import Hit
from productwatch.visits.services.backfill import memory

AT_MOST = 20_000
"""Entries in the stream at which we wait: who reads now shall not wait long behind us."""

PAUSE = 0.1

Words = tuple[int | bytes | str, ...]

# KEYS: the stream, what backfills remember. ARGV: the bound, the entry's field, the line's field and value, the hits.
_SEND = """
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
for i = 5, #ARGV do redis.call('XADD', KEYS[1], '*', ARGV[2], ARGV[i]) end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
return 1
"""


def send(hits: Sequence[Hit], mark: bytes, line: int, wait: Callable[[], object] = lambda: sleep(PAUSE)) -> None:
    """Sends them together with the line up to which the file is sent then; waits for room, and for Redis."""
    most, reached = min(AT_MOST, settings.VISIT_BACKLOG // 4), memory.stamped(str(line).encode())
    words: Words = (most, stream.FIELD, memory.line_field(mark), reached, *(hit.packed() for hit in hits))
    while not _taken(words):
        wait()


def _taken(words: Words) -> bool:
    try:
        with guarded():
            return bool(redis().eval(_SEND, 2, stream.STREAM, memory.KEY, *words))
    except RedisAway:
        return False
