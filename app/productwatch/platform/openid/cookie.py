"""The browser's half of a flow: a cookie that no script reads and no other site of the domain can set."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from productwatch.platform.openid.flow import LIFETIME, Flow, opened, sealed

Answer = HttpResponse


def keep(response: Answer, flow: Flow) -> None:
    """Lax, since the browser comes back by a link of another site."""
    response.set_cookie(
        _name(), sealed(flow), max_age=LIFETIME, path="/", secure=_is_secure(), httponly=True, samesite="Lax"
    )


def kept(request: HttpRequest) -> Flow | None:
    return opened(request.COOKIES.get(_name(), ""))


def drop(response: Answer) -> None:
    response.set_cookie(_name(), "", max_age=0, path="/", secure=_is_secure(), httponly=True, samesite="Lax")


def _name() -> str:
    """The prefix has browsers refuse the cookie from anybody but this very host (RFC 6265bis, 4.1.3.2)."""
    return "__Host-openid" if _is_secure() else "openid"


def _is_secure() -> bool:
    return bool(settings.PUBLIC_URL.startswith("https:"))
