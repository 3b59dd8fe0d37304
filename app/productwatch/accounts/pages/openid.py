"""Where browsers go that sign in by an OpenID issuer: a way there without a script, and the one way back."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from productwatch.accounts.api.openid import finished, half_way
from productwatch.accounts.api.secret_routes import SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services import openid
from productwatch.audit.actors import actor_of
from productwatch.platform.agents import agent_of
from productwatch.platform.limiter.limiter import in_force
from productwatch.platform.limiter.routes import behind
from productwatch.platform.openid import cookie

LONGEST = 4096
"""Characters of anything that an issuer adds to our address."""

View = Callable[..., HttpResponseBase]

_HANDED_ON = ("code", "state", "iss", "error")


def _start(request: HttpRequest, issuer: str) -> HttpResponse:
    begun = openid.begin(issuer, request.GET.get("page"))
    response = HttpResponseRedirect(begun.authorization_url)
    cookie.keep(response, begun.flow)
    return response


def _callback(request: HttpRequest, issuer: str) -> HttpResponse:
    """Hands the answer on to the page that the sign-in began for, and finishes it here where there is none."""
    given = {name: request.GET[name][:LONGEST] for name in _HANDED_ON if name in request.GET}
    flow = cookie.kept(request)
    if flow and flow.page and flow.issuer == issuer:
        return HttpResponseRedirect(f"{flow.page}?{urlencode(given)}")
    returned = openid.Returned(given.get("state", ""), given.get("code", ""), given.get("iss"), given.get("error", ""))
    agent = agent_of(request.headers.get("User-Agent", ""))
    try:
        pair = openid.finish(issuer, flow, returned, actor_of(request), agent)
    except openid.HalfWay as half:
        return half_way(request, half)
    return finished(pair)


def _limited(view: View) -> View:
    return never_cache(require_GET(behind((SIGN_IN, SIGN_IN_DAILY), in_force(), view, with_read=False)))


start, callback = _limited(_start), _limited(_callback)
