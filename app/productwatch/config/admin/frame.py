"""What stands around each page of the admin: who is signed in, messages, errors as pages, and headers.

It is no middleware of Django's settings, for the API has none of this and pays for none of it. Forgery across sites is
refused by Django's `csrf_protect`, which the site puts around each of its views.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from productwatch.accounts.services import admin_sessions
from productwatch.config.admin.pages import error_page
from productwatch.config.errors import problem_of
from productwatch.platform.auth import Principal, let_in
from productwatch.platform.permissions import permissions_of

View = Callable[..., HttpResponseBase]

COOKIE = "admin_session"
_SESSION = "productwatch.admin.session"

# Alpine, which Unfold's pages are made with, runs their attributes as code: it needs 'unsafe-eval'. Nothing else that
# is written into a page runs. Styles stand in attributes, too.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' https: data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, browsers send no Origin with a form, and Django refuses it
}


def framed(view: View) -> View:
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        messages = request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        try:
            _welcome(request)
            response = view(request, *args, **values)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        except Exception as error:  # noqa: BLE001 - whatever it is, people are told by a page
            response = error_page(request, problem_of(error))
        messages.update(response)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return inside


def session_of(request: HttpRequest) -> admin_sessions.Session | None:
    found: admin_sessions.Session | None = request.META.get(_SESSION)
    return found


def set_cookie(response: HttpResponseBase, cookie: str) -> None:
    """Until the browser is closed, at most; the session itself ends earlier."""
    response.set_cookie(
        COOKIE,
        cookie,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=settings.SESSION_COOKIE_PATH, samesite="Lax")


def _welcome(request: HttpRequest) -> None:
    """A token of the API means nothing here: who is not signed in by the cookie is nobody."""
    request.META.pop("HTTP_AUTHORIZATION", None)
    cookie = request.COOKIES.get(COOKIE)
    session = admin_sessions.session_of(cookie) if cookie else None
    request.META[_SESSION] = session
    request.user = AnonymousUser()
    if session:
        user = session.user
        request.user = user
        let_in(request, Principal(user.id, user.role, session.id, permissions_of(user.role)))
