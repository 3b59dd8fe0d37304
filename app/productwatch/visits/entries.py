"""A hit as it lies in the stream: one packed field.

Twelve bytes of event id (when, in milliseconds since 1970, then six random bytes, so that ids never collide, whatever
happens to a server's clock or data), sixteen of visitor hash, then lines of ASCII. Later fields go to the end.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

ID_BYTES, VISITOR_BYTES = 12, 16
_TIME_BYTES = 6
_FIELDS = ("slug", "device", "browser", "referrer", "bot", "source", "medium", "campaign", "country")
_FIRST = 5
"""How many of them every entry has had from the beginning."""

_LINE = re.compile(r"[ -~]{0,100}")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=1)
"""How far the clock of who records may be ahead of ours."""


class Broken(ValueError):  # noqa: N818 - a verdict on bytes
    """These bytes are no hit."""


@dataclass(frozen=True, slots=True)
class Hit:
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
        return EPOCH + timedelta(milliseconds=int.from_bytes(self.event[:_TIME_BYTES], "big"))

    def packed(self) -> bytes:
        lines = (getattr(self, name) for name in _FIELDS)
        return self.event + self.visitor + "\n".join(lines).encode("ascii")


def event_id(at: datetime) -> bytes:
    milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
    return milliseconds.to_bytes(_TIME_BYTES, "big") + token_bytes(ID_BYTES - _TIME_BYTES)


def parse(packed: bytes, now: datetime) -> Hit:
    """Broken where it is none, or of a time that cannot be."""
    head = ID_BYTES + VISITOR_BYTES
    try:
        lines = packed[head:].decode("ascii").split("\n")
        hit = Hit(packed[:ID_BYTES], packed[ID_BYTES:head], *lines[: len(_FIELDS)])
        possible = EARLIEST <= hit.at <= now + AHEAD
    except (UnicodeDecodeError, TypeError, OverflowError) as error:
        raise Broken(type(error).__name__) from None
    if not possible or len(lines) < _FIRST or not all(map(_LINE.fullmatch, lines)):
        raise Broken("fields or time")
    return hit
