"""Where a reader comes from: the host that led here, the campaign that the address names, the country.

A page of ours that asks the API names itself in Referer, and the campaign stands in its address; a beacon may name both
in so many words, for a page knows its own referrer. The country is a proxy's finding, and only a trusted one's.
"""

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings
from django.http import HttpRequest

LONGEST = 100
_HOST = re.compile(r"(?=.{1,100}$)[a-z0-9_-]+(\.[a-z0-9_-]+)+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CUT = re.compile(r"%[0-9A-F]?$")
_MOST_FIELDS = 50
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")


class Campaign(NamedTuple):
    """What the address says for itself (utm_source, utm_medium, utm_campaign), percent-encoded where it is no ASCII."""

    source: str = ""
    medium: str = ""
    campaign: str = ""


class Origin(NamedTuple):
    """`country` is an ISO 3166 code; what is unknown is empty."""

    referrer: str = ""
    campaign: Campaign = Campaign()
    country: str = ""


class Told(NamedTuple):
    """What a beacon says of the page that it was sent from."""

    referrer: str | None = None
    campaign: Campaign | None = None


def origin_of(request: HttpRequest, told: Told) -> Origin:
    page = request.META.get("HTTP_REFERER", "")
    led_here = page if told.referrer is None else told.referrer
    return Origin(referrer_host(led_here), told.campaign or campaign_of(page), country_of(request))


def referrer_host(referrer: str) -> str:
    """The name of the host that led here; empty for ourselves, and for an address in place of a name."""
    host = _host(referrer).removeprefix("www.")
    return host if _HOST.fullmatch(host) and host != _own_host() and not _is_address(host) else ""


def campaign_of(page: str) -> Campaign:
    """That of one of our own pages."""
    return campaign_in(urlsplit(page).query) if "utm_" in page and _host(page) == _own_host() else Campaign()


def campaign_in(query: str) -> Campaign:
    """What a page's address says behind its question mark."""
    if "utm_" not in query:
        return Campaign()
    try:
        given = parse_qs(query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Campaign()
    return Campaign(*(bounded(given.get(f"utm_{name}", [""])[0]) for name in Campaign._fields))


def bounded(text: str) -> str:
    """One line of at most 100 printable characters, which `urllib.parse.unquote` reads."""
    return _CUT.sub("", quote(text[:LONGEST].strip().lower(), safe=_PRINTABLE)[:LONGEST])


def country_of(request: HttpRequest) -> str:
    """What the header of COUNTRY_HEADER says, where a proxy is trusted; it has to set or remove it in every request."""
    if not settings.COUNTRY_HEADER or not settings.TRUSTED_PROXIES:
        return ""
    return country_code(request.headers.get(settings.COUNTRY_HEADER, ""))


def country_code(told: str) -> str:
    """Empty where that is none."""
    found = told.upper()
    return found if _COUNTRY.fullmatch(found) else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _own_host() -> str | None:
    return urlsplit(settings.PUBLIC_URL).hostname


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
