"""Why a reader is taken for a bot: by the list of those that name themselves, and by what a browser would have sent.

Each browser sends Accept-Language. Those made of Chromium send Sec-CH-UA, too, where the connection is secure
(https://wicg.github.io/ua-client-hints/), but for those within other apps. How fast one reads is seen where it is
counted (see `stream`).
"""

import re

from django.conf import settings
from django.http import HttpRequest

from productwatch.platform.agents import Agent
from productwatch.visits.metrics import HEADLESS, NO_HINTS, NO_LANGUAGE

_CHROMIUM = re.compile(r"Chrome/(\d{1,4})\.")
_WITH_HINTS = 90
_WITHIN_AN_APP = "; wv)"


def suspicion(request: HttpRequest, agent: Agent) -> str:
    """The reason; empty where nothing speaks for a bot."""
    if agent.bot or not (agent.browser and settings.VISIT_BOT_MARKS):
        return agent.bot
    hints = request.META.get("HTTP_SEC_CH_UA", "")
    if "Headless" in hints:
        return HEADLESS
    if not request.META.get("HTTP_ACCEPT_LANGUAGE"):
        return NO_LANGUAGE
    return NO_HINTS if not hints and _sends_hints(request.META["HTTP_USER_AGENT"]) else ""


def _sends_hints(user_agent: str) -> bool:
    if not settings.PUBLIC_URL.startswith("https:") or _WITHIN_AN_APP in user_agent:
        return False
    found = _CHROMIUM.search(user_agent)
    return found is not None and int(found[1]) >= _WITH_HINTS
