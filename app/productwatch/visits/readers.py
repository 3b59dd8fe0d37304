"""The reader of a product, as far as we want to know: a hash that nobody can turn back, and a few coarse traits."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest

from productwatch.platform import clock
from productwatch.platform.agents import agent_of
from productwatch.platform.auth import principal_of
from productwatch.platform.client_ip import client_ip
from productwatch.platform.keyed_hash import digest
from productwatch.platform.permissions import CUSTOMER
from productwatch.platform.requests import is_head
from productwatch.visits import bots, salts
from productwatch.visits.entries import VISITOR_BYTES, Hit, event_id
from productwatch.visits.metrics import HEAD, OPTED_OUT, PREFETCH, STAFF
from productwatch.visits.origins import Told, origin_of

_OPTED_OUT = ("HTTP_SEC_GPC", "HTTP_DNT")
"""Global Privacy Control (https://www.w3.org/TR/gpc/), and the older Do Not Track."""

_NOTHING = Told()


def uncounted(request: HttpRequest) -> str | None:
    """Why this reading is not counted; None where it is."""
    if is_head(request):
        return HEAD
    if "prefetch" in request.META.get("HTTP_SEC_PURPOSE", ""):
        return PREFETCH
    if settings.HONOUR_OPT_OUT and any(request.META.get(header) == "1" for header in _OPTED_OUT):
        return OPTED_OUT
    return STAFF if _is_staff(request) else None


def hit_of(request: HttpRequest, slug: str, told: Told = _NOTHING) -> Hit:
    """The hit that this request is; call it inside `guarded`, for the day's salt may have to be fetched."""
    now = clock.now()
    agent, origin = agent_of(request.META.get("HTTP_USER_AGENT", "")), origin_of(request, told)
    return Hit(
        event_id(now),
        visitor_hash(request, now.date()),
        slug,
        agent.device,
        agent.browser,
        origin.referrer,
        bots.suspicion(request, agent),
        *origin.campaign,
        origin.country,
    )


def visitor_hash(request: HttpRequest, day: date) -> bytes:
    """The same for the same address and user agent on one UTC day."""
    salt = salts.of(day)
    return digest(salt, "visitor", client_ip(request), request.META.get("HTTP_USER_AGENT", ""))[:VISITOR_BYTES]


def _is_staff(request: HttpRequest) -> bool:
    """Who may more than everybody, and every program with a key."""
    principal = principal_of(request)
    return principal is not None and (principal.is_key or principal.role != CUSTOMER)
