"""The routes of signing in by an OpenID issuer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from productwatch.accounts import schemas
from productwatch.accounts.api.secret_routes import SECRET_ANSWER, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.api.signing_in import tokens_answer
from productwatch.accounts.services import openid, sessions
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.agents import agent_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited
from productwatch.platform.openid import cookie
from productwatch.platform.problems import problem_response
from productwatch.platform.schema import problems

router = Router(tags=["auth"])

_BEGINS_ANEW = "each time it begins another sign-in"


@router.get(
    "/openid",
    auth=None,
    operation_id="list_openid_issuers",
    summary="By which issuers one may sign in",
    response={200: schemas.OpenIdIssuers},
)
def list_openid_issuers(request: HttpRequest) -> dict[str, Any]:
    found = openid.issuers()
    start = "/account/openid/{}/start"
    return {"items": [{"name": each.name, "label": each.label, "start": start.format(each.name)} for each in found]}


@router.post(
    "/openid/{slug:issuer}/start",
    auth=None,
    operation_id="start_openid",
    summary="Begin a sign-in by an issuer",
    response={200: schemas.OpenIdStarted} | problems(404),
)
@without_key(_BEGINS_ANEW)
@limited(SIGN_IN, SIGN_IN_DAILY)
def start_openid(
    request: HttpRequest, response: HttpResponse, issuer: str, body: schemas.OpenIdStart
) -> dict[str, str]:
    """Sets a cookie, without which this very sign-in cannot be finished: it ends in the browser where it begins."""
    return _begun(response, openid.begin(issuer, body.page))


@router.post(
    "/openid/{slug:issuer}/link",
    auth=signed_in,
    operation_id="link_openid",
    summary="Begin to link an issuer to your account",
    response={200: schemas.OpenIdStarted} | problems(404),
)
@without_key(_BEGINS_ANEW)
@limited(SIGN_IN, SIGN_IN_DAILY)
def link_openid(
    request: SignedInRequest, response: HttpResponse, issuer: str, body: schemas.OpenIdLink
) -> dict[str, str]:
    """Whoever signs in at the issuer next, in this browser, is linked to you, and signs in to your account with it."""
    owner = openid.owner(request.auth.user_id)
    reauthenticated(request.auth, body.password, body.code, actor_of(request))
    return _begun(response, openid.begin(issuer, body.page, owner))


@router.post(
    "/openid/{slug:issuer}/finish",
    auth=None,
    operation_id="finish_openid",
    summary="Finish a sign-in by an issuer",
    response={200: schemas.Tokens} | problems(401, 403, 404, 409),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def finish_openid(request: HttpRequest, issuer: str, body: schemas.OpenIdFinish) -> HttpResponse:
    """With what the issuer has handed to the page, once, and with the cookie of its beginning. Where a 401 of the type
    `/problems/second-factor-required` asks for a code, the sign-in goes on with that.
    """
    returned = openid.Returned(body.state, body.code, body.iss)
    agent = agent_of(request.headers.get("User-Agent", ""))
    try:
        pair = openid.finish(issuer, cookie.kept(request), returned, actor_of(request), agent)
    except openid.HalfWay as half:
        return half_way(request, half)
    return finished(pair)


@router.post(
    "/openid/code",
    auth=None,
    operation_id="finish_openid_with_code",
    summary="Finish a sign-in by an issuer with your second factor",
    response={200: schemas.Tokens} | problems(401),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def finish_openid_with_code(request: HttpRequest, body: schemas.OpenIdSecondStep) -> HttpResponse:
    """Within ten minutes of the issuer's answer, with the cookie that came with the refusal."""
    agent = agent_of(request.headers.get("User-Agent", ""))
    pair = openid.finish_with_code(cookie.kept(request), body.code, actor_of(request), agent)
    return finished(pair)


def finished(pair: sessions.Pair) -> HttpResponse:
    """The answer, after which the browser keeps nothing of the flow."""
    response = tokens_answer(pair)
    cookie.drop(response)
    return response


def half_way(request: HttpRequest, half: openid.HalfWay) -> HttpResponse:
    """The refusal, and what the browser needs to go on."""
    response = problem_response(request, half)
    cookie.keep(response, half.flow)
    return response


def _begun(response: HttpResponse, begun: openid.Begun) -> dict[str, str]:
    response["Cache-Control"] = "no-store"
    cookie.keep(response, begun.flow)
    return {"authorization_url": begun.authorization_url}
