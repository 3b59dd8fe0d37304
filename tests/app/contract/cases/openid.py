"""Signing in by an issuer, which runs as long as the tests do; what it is asked for is taken back with each request."""

from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from productwatch.accounts.models import User
from productwatch.accounts.services import openid, recovery_codes
from productwatch.platform.openid.flow import Flow, sealed
from tests.app.contract.case import Call, Case
from tests.app.contract.cases.accounts import EMAIL, PASSWORD, a_second_factor, an_account, my_session
from tests.app.openid_issuer import Server, running

_open = ExitStack()


def issuer() -> Server:
    """One that takes a code as often as it comes, for each principal comes with the same."""
    found = _running()
    found.is_careless = True
    settings.OPENID_ISSUERS = {"shop": found.issuer()}
    return found


@cache
def _running() -> Server:
    return _open.enter_context(running())


def an_issuer(rows: int) -> Call:
    issuer()
    return Call(path={"issuer": "shop"}, body={})


def somebody_to_link(rows: int) -> Call:
    token = my_session(rows).token
    return replace(an_issuer(rows), body={"password": PASSWORD}, token=token)


def with_flow(flow: Flow, body: Any) -> Call:
    return Call(path={"issuer": "shop"}, body=body, headers={"Cookie": f"openid={sealed(flow)}"})


def back_from(begun: openid.Begun) -> Call:
    address = issuer().consent(begun.authorization_url, email=EMAIL, email_verified=True)
    return with_flow(begun.flow, dict(parse_qsl(urlsplit(address).query)))


def a_way_back(rows: int) -> Call:
    an_account(rows)
    issuer()
    User.objects.get(email=EMAIL).identities.create(issuer=issuer().url, subject="1001")
    return back_from(openid.begin("shop"))


def the_first_way_back(rows: int) -> Call:
    an_account(rows)
    issuer()
    return back_from(openid.begin("shop"))


def a_stranger_s_way_back(rows: int) -> Call:
    issuer()
    return back_from(openid.begin("shop"))


def half_a_way(rows: int) -> Call:
    """A recovery code does not go stale while many come with it."""
    a_second_factor(rows)
    issuer()
    user = User.objects.get(email=EMAIL)
    code = recovery_codes.make(user)[0]
    return with_flow(Flow.new("shop", "", str(user.id), user.token_version, proven=True), {"code": code})


def my_identities(rows: int) -> Call:
    token = my_session(rows).token
    mine = User.objects.get(email=EMAIL)
    for number in range(max(rows, 1)):
        mine.identities.create(issuer=f"https://{number}.example.com", subject="1001")
    return Call(token=token)


def my_identity(rows: int) -> Call:
    call = my_identities(rows)
    mine = User.objects.get(email=EMAIL)
    return replace(call, path={"identity_id": str(mine.identities.all()[0].id)}, body={"password": PASSWORD})


CASES = {
    "list_openid_issuers": Case(0, an_issuer),
    "start_openid": Case(0, an_issuer),
    "link_openid": Case(4, somebody_to_link, strangers=422, knows_who_is_active=True),
    "finish_openid": Case(14, a_way_back, (the_first_way_back, a_stranger_s_way_back)),
    "finish_openid_with_code": Case(9, half_a_way),
    "list_identities": Case(1, my_identities),
    "unlink_identity": Case(9, my_identity, strangers=422, knows_who_is_active=True),
}
