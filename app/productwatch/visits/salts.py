"""The salt of a UTC day: random, shared by all who record, and destroyed for good when the day is long over.

With its salt gone nobody, us included, can tell whether two hashes of different days are one visitor, nor try which
address made one. A process forgets a day's salt when it needs the next one's.
"""

from datetime import date, timedelta
from secrets import token_bytes
from time import monotonic

from productwatch.platform.redis import redis

BYTES = 32
LIVES = timedelta(hours=48)
ASK_AGAIN = 60.0
"""Seconds after which Redis is asked again: one that has lost its data gets the salt back that we all use."""

_LOOK_BACK = 400

_held: tuple[date, bytes, float] | None = None


def of(day: date) -> bytes:
    """The day's salt, made by whoever needs it first; call it inside `guarded`."""
    global _held  # noqa: PLW0603 - one salt a process
    held = _held if _held and _held[0] == day else None
    if held and monotonic() - held[2] < ASK_AGAIN:
        return held[1]
    ours = held[1] if held else token_bytes(BYTES)
    earlier = redis().set(key(day), ours, nx=True, get=True)
    salt = earlier if isinstance(earlier, bytes) else ours
    _held = (day, salt, monotonic())
    return salt


def destroy_before(today: date) -> int:
    """Destroys the salts of all days that began 48 hours before `today` or earlier; how many there were.

    The days are counted back by name, for more than a year: looking for the keys would mean to look at all keys.
    """
    youngest = today - LIVES
    return int(redis().unlink(*(key(youngest - timedelta(days=back)) for back in range(_LOOK_BACK))))


def key(day: date) -> str:
    return f"visits:salt:{day.isoformat()}"
