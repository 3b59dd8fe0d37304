"""The reader of a product, as far as we want to know: a hash that nobody can turn back, and a few coarse traits."""

import re
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from productwatch.platform import clock
from productwatch.platform.agents import agent_of
from productwatch.platform.auth import principal_of
from productwatch.platform.client_ip import client_ip
from productwatch.platform.keyed_hash import digest
from productwatch.platform.requests import is_head
from productwatch.visits import salts
from productwatch.visits.entries import VISITOR_BYTES, Hit, event_id

_HOST = re.compile(r"(?=.{1,100}$)[a-z0-9_-]+(\.[a-z0-9_-]+)+")


def is_counted(request: HttpRequest) -> bool:
    """Whether somebody anonymous really reads: not the headers alone, not ahead of a click that may never come."""
    fetched_ahead = "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")
    return not is_head(request) and not fetched_ahead and principal_of(request) is None


def hit_of(request: HttpRequest, slug: str) -> Hit:
    """The hit that this request is; call it inside `guarded`, for the day's salt may have to be fetched."""
    now = clock.now()
    agent = agent_of(request.META.get("HTTP_USER_AGENT", ""))
    referrer = referrer_host(request.META.get("HTTP_REFERER", ""))
    return Hit(event_id(now), visitor_hash(request, now.date()), slug, agent.device, agent.browser, referrer, agent.bot)


def visitor_hash(request: HttpRequest, day: date) -> bytes:
    """The same for the same address and user agent on one UTC day."""
    salt = salts.of(day)
    return digest(salt, "visitor", client_ip(request), request.META.get("HTTP_USER_AGENT", ""))[:VISITOR_BYTES]


def referrer_host(referrer: str) -> str:
    """The name of the host that led here; empty for ourselves, and for an address in place of a name."""
    try:
        host = (urlsplit(referrer).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    ours = urlsplit(settings.PUBLIC_URL).hostname
    return host if _HOST.fullmatch(host) and host != ours and not _is_address(host) else ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
