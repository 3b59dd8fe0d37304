"""Signing in at the admin, and out: by the services of accounts, with their limits, hashes and log."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from productwatch.accounts.addresses import LONGEST, address
from productwatch.accounts.api.secret_routes import SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.credentials import CODE, LONGEST_PASSWORD
from productwatch.accounts.services import admin_sessions
from productwatch.audit.actors import actor_of
from productwatch.config.admin import frame
from productwatch.platform.agents import agent_of
from productwatch.platform.limiter.check import Check
from productwatch.platform.limiter.limiter import in_force
from productwatch.platform.problems import Forbidden, QuotaExceeded, Unauthorized, Unavailable

CODE_LABEL = "Code, if you have a second factor"
NEXT = "next"


class SignInForm(forms.Form):
    username = forms.CharField(label="E-mail address", max_length=LONGEST, widget=UnfoldAdminEmailInputWidget)
    password = forms.CharField(max_length=LONGEST_PASSWORD, strip=False, widget=UnfoldAdminPasswordWidget)
    code = forms.RegexField(CODE, label=CODE_LABEL, required=False, widget=UnfoldAdminTextInputWidget)


def sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, or the way on for who has signed in."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    cookie = _cookie(request, form) if form.is_valid() else None
    if cookie is None:
        return TemplateResponse(request, "admin/sign_in.html", context | {"form": form, "app_path": _here(request)})
    rotate_token(request)
    response = HttpResponseRedirect(way_on(request))
    frame.set_cookie(response, cookie)
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    session = frame.session_of(request)
    if session:
        admin_sessions.sign_out(session, actor_of(request))
    response = HttpResponseRedirect(reverse("admin:login"))
    frame.drop_cookie(response)
    return response


def way_on(request: HttpRequest) -> str:
    """The page of the admin that was asked for; no other address is followed, whatever the request says."""
    wanted = request.GET.get(NEXT, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and ".." not in wanted
    return wanted if is_ours and wanted.startswith(settings.SESSION_COOKIE_PATH) else reverse("admin:index")


def _cookie(request: HttpRequest, form: SignInForm) -> str | None:
    """None where the form has an error by now."""
    given = form.cleaned_data
    try:
        Check(request, (SIGN_IN, SIGN_IN_DAILY), in_force()).ask()
        agent = agent_of(request.headers.get("User-Agent", ""))
        who = _address(given["username"]), given["password"], given["code"] or None
        return admin_sessions.sign_in(*who, actor_of(request), agent)
    except (Unauthorized, Forbidden, QuotaExceeded, Unavailable) as refusal:
        form.add_error(None, refusal.detail)
        return None


def _address(text: str) -> str:
    """What is no address nobody has: it is refused as any other that nobody has, and costs the same."""
    try:
        return address(text.strip())
    except ValueError:
        return text.strip().lower()


def _here(request: HttpRequest) -> str:
    way = way_on(request)
    return f"{request.path}?{urlencode({NEXT: way})}" if NEXT in request.GET else request.path
