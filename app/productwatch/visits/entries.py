"""A hit as it lies in the stream: one packed field.

Twelve bytes of event id (when, in milliseconds since 1970, then six random bytes, so that ids never collide, whatever
happens to a server's clock or data), sixteen of visitor hash, then lines of ASCII. Later fields go to the end.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from secrets import token_bytes
from typing import NamedTuple

ID_BYTES, VISITOR_BYTES = 12, 16
_TIME_BYTES = 6
_FIELDS = ("slug", "device", "browser", "referrer", "bot", "source", "medium", "campaign", "country")
_FIRST, _LONGEST = 5, 100
"""How many of them every entry has had from the beginning, and the characters of each."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1) // timedelta(milliseconds=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=1)
"""How far the clock of who records may be ahead of ours."""


class Broken(ValueError):  # noqa: N818 - a verdict on bytes
    """These bytes are no hit."""


class Hit(NamedTuple):
    """`visitor` means something within its UTC day only; `bot` is empty, or why we take the reader for one."""

    event: bytes
    visitor: bytes
    slug: str
    device: str = "unknown"
    browser: str = ""
    referrer: str = ""
    bot: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    country: str = ""

    @property
    def at(self) -> datetime:
        return EPOCH + timedelta(milliseconds=_milliseconds(self.event))

    @property
    def day(self) -> date:
        """In UTC."""
        return _day(_milliseconds(self.event) // _DAY)

    def packed(self) -> bytes:
        before, after = self.around_bot()
        return before + self.bot.encode("ascii") + after

    def around_bot(self) -> tuple[bytes, bytes]:
        """What stands before `bot` and behind it: who adds the hit to the stream may know more of that."""
        before = f"{self.slug}\n{self.device}\n{self.browser}\n{self.referrer}\n"
        after = f"\n{self.source}\n{self.medium}\n{self.campaign}\n{self.country}"
        return self.event + self.visitor + before.encode("ascii"), after.encode("ascii")


def event_id(at: datetime) -> bytes:
    """A new one."""
    return event_of(at, token_bytes(ID_BYTES - _TIME_BYTES))


def event_of(at: datetime, distinct: bytes) -> bytes:
    """One that the time and the first of these bytes make."""
    return _since_epoch(at).to_bytes(_TIME_BYTES, "big") + distinct[: ID_BYTES - _TIME_BYTES]


def parse(packed: bytes, now: datetime) -> Hit:
    """Broken where it is none, or of a time that cannot be."""
    head = ID_BYTES + VISITOR_BYTES
    try:
        lines = packed[head:].decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Broken("text") from None
    if len(lines) < _FIRST or max(map(len, lines)) > _LONGEST or not "".join(lines).isprintable():
        raise Broken("fields")
    first, last = _possible(now)
    if not first <= _milliseconds(packed) <= last:
        raise Broken("time")
    return Hit(packed[:ID_BYTES], packed[ID_BYTES:head], *lines[: len(_FIELDS)])


def _milliseconds(event: bytes) -> int:
    return int.from_bytes(event[:_TIME_BYTES], "big")


def _since_epoch(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


@lru_cache(maxsize=1)
def _possible(now: datetime) -> tuple[int, int]:
    """The first and the last millisecond since 1970 in which a hit can have happened."""
    return _since_epoch(EARLIEST), _since_epoch(now + AHEAD)


@lru_cache(maxsize=1024)
def _day(number: int) -> date:
    return EPOCH.date() + timedelta(days=number)
