"""What a user agent tells of a reader: the class of device, the family of browser, and whether it is a bot."""

import re
from functools import lru_cache
from typing import NamedTuple

from crawlerdetect import CrawlerDetect

LONGEST = 300
_LONG_WORD = re.compile(r"(\w{32})\w+")

# An API is read by programs: the name of an HTTP library alone tells of no crawler, though the kept list has them all.
_PROGRAM = re.compile(
    r"(aiohttp|apache-httpclient|axios|cfnetwork|curl|dart|go-http-client|guzzlehttp|httpie|insomnia|java|node|"
    r"node-fetch|okhttp|postmanruntime|python|python-httpx|python-requests|python-urllib|undici|wget)\b",
    re.IGNORECASE,
)
_HEADLESS = re.compile(r"headless|phantomjs", re.IGNORECASE)
_TABLET = re.compile(r"ipad|tablet|kindle|android(?!.*mobile)", re.IGNORECASE)
_MOBILE = re.compile(r"mobi|iphone|ipod|android", re.IGNORECASE)
_DESKTOP = re.compile(r"windows|macintosh|x11|cros", re.IGNORECASE)

# The order matters: most browsers name others beside themselves.
_BROWSERS = {
    "Edge": "Edg",
    "Opera": "OPR/",
    "Samsung Internet": "SamsungBrowser",
    "Firefox": "Firefox|FxiOS",
    "Chrome": "Chrome|CriOS|Chromium",
    "Safari": "Safari",
}


class Agent(NamedTuple):
    """`browser` is empty where it is none that we know, `bot` where nothing speaks for one."""

    device: str
    browser: str = ""
    bot: str = ""


UNKNOWN = Agent("unknown")


@lru_cache(maxsize=4096)
def agent_of(user_agent: str) -> Agent:
    """Looks at the first 300 characters, long words cut short: what a stranger sends must not cost much."""
    seen = _LONG_WORD.sub(r"\1", user_agent[:LONGEST])
    if _PROGRAM.match(seen):
        return Agent("program")
    return Agent(_device(seen), _browser(seen), _bot(seen))


def _device(seen: str) -> str:
    classes = {"tablet": _TABLET, "mobile": _MOBILE, "desktop": _DESKTOP}
    return next((name for name, pattern in classes.items() if pattern.search(seen)), "unknown")


def _browser(seen: str) -> str:
    return next((name for name, pattern in _BROWSERS.items() if re.search(pattern, seen)), "")


def _bot(seen: str) -> str:
    if _HEADLESS.search(seen):
        return "headless"
    return "crawler" if CrawlerDetect().is_crawler(seen) else ""
