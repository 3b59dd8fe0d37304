"""Lines of a web server's access log in the combined format (Apache, nginx), or one that goes on behind it.

https://httpd.apache.org/docs/2.4/logs.html#combined
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache, partial

from productwatch.visits.origins import Campaign, campaign_in, campaign_of
from productwatch.visits.services.backfill.readings import Bad, Reading

OWN_PATH = "/api/v1/products/{slug}"
"""The path of a product in our own API; a shop's log has paths of its own."""

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(rf"(\S+) \S+ .*?\[([^\]]*)\] {_QUOTED} (\d{{3}}) \S+ {_QUOTED} {_QUOTED}")
_REQUEST = re.compile(r"([A-Z]+) (\S+)(?: HTTP/[0-9.]+)?")
_TIME = re.compile(r"(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_READ, _TOLD = {("GET", "200"), ("GET", "304")}, {("POST", "202")}
_BEACON = OWN_PATH + "/visits"

Parse = Callable[[str], Reading | None]


def parser(path: str) -> Parse:
    """Reads a line; None where it tells of something else than a product that was read at `path`. Bad raises."""
    return partial(_parsed, _pattern(path), _pattern(_BEACON))


def _parsed(page: re.Pattern[str], beacon: re.Pattern[str], line: str) -> Reading | None:
    found = _LINE.match(line)
    if found is None:
        raise Bad("no line of the combined format")
    address, time, request, status, referrer, agent = found.groups()
    asked = _REQUEST.fullmatch(request)
    if asked is None:
        return None  # what a stranger has sent is no HTTP
    target, _, query = asked[2].partition("?")
    pattern = {**dict.fromkeys(_READ, page), **dict.fromkeys(_TOLD, beacon)}.get((asked[1], status))
    read = pattern.fullmatch(target) if pattern else None
    if read is None:
        return None
    referrer = "" if referrer == "-" else referrer
    return Reading(_instant(time), read["slug"], (address, agent), agent, referrer, _campaign(query, referrer))


def _campaign(query: str, referrer: str) -> Campaign:
    """A page's own address names it; that of the page that asks the API is the referrer's."""
    own = campaign_in(query)
    return own if any(own) else campaign_of(referrer)


def _pattern(path: str) -> re.Pattern[str]:
    before, slug, after = path.partition("{slug}")
    if not slug:
        raise ValueError("the path of a product must hold {slug}, as in /products/{slug}")
    return re.compile(f"{re.escape(before)}(?P<slug>[^/]+){re.escape(after)}/?")


@lru_cache(maxsize=4096)
def _instant(written: str) -> datetime:
    """Of a time like 20/Nov/2026:12:00:00 +0100."""
    found = _TIME.fullmatch(written)
    if found is None or found[2] not in _MONTHS:
        raise Bad("no time like 20/Nov/2026:12:00:00 +0100")
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    numbers = (int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second))
    try:
        return datetime(*numbers, tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Bad("a time that there is not") from None
