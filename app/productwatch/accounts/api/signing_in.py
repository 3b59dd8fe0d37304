"""The routes of signing in and out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from productwatch.accounts import schemas, selectors
from productwatch.accounts.api.secret_routes import SECRET_ANSWER, SIGN_IN, SIGN_IN_DAILY, TAKES_SECRET
from productwatch.accounts.services import sessions
from productwatch.audit.actors import actor_of
from productwatch.platform import tokens
from productwatch.platform.agents import agent_of
from productwatch.platform.auth import Principal, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import Policy, limited
from productwatch.platform.problems import Unauthorized
from productwatch.platform.schema import problems

router = Router(tags=["auth"])

REFRESH = Policy("refresh", by_address=True)


@router.post(
    "/login",
    auth=None,
    operation_id="login",
    summary="Sign in",
    response={200: schemas.Tokens} | problems(401),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def login(request: HttpRequest, body: schemas.Credentials) -> HttpResponse:
    """Whoever has a second factor sends its `code`, too: a 401 of the type `/problems/second-factor-required` asks for
    it, one of `/problems/second-factor-refused` says that it does not fit.
    """
    agent = agent_of(request.headers.get("User-Agent", ""))
    return tokens_answer(sessions.sign_in(body.email, body.password, actor_of(request), agent, body.code))


@router.post(
    "/refresh",
    auth=None,
    operation_id="refresh",
    summary="Take the next pair of tokens",
    response={200: schemas.Tokens} | problems(401),
)
@without_key(SECRET_ANSWER)
@limited(REFRESH)
def refresh(request: HttpRequest, body: schemas.Refresh) -> HttpResponse:
    """A refresh token works once. The same one again within ten seconds, while its successor is unused, brings that
    successor again, for an answer may be lost; any other second use ends the session.
    """
    return tokens_answer(sessions.refresh(body.refresh, actor_of(request)))


@router.post(
    "/logout",
    auth=None,
    operation_id="logout",
    summary="Sign out",
    response={204: None} | problems(401),
)
@without_key(TAKES_SECRET)
def logout(request: HttpRequest, body: schemas.Refresh) -> Status[None]:
    """Ends the session of the refresh token; its access tokens are refused within seconds."""
    sessions.sign_out(body.refresh, actor_of(request))
    return Status(204, None)


@router.get(
    "/me",
    auth=signed_in,
    operation_id="me",
    summary="Who is signed in",
    response={200: schemas.Me},
)
def me(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    response["Cache-Control"] = "no-store"
    principal: Principal = request.auth  # type: ignore[attr-defined]  # Ninja puts there what `signed_in` returns
    row = selectors.user(principal.user_id)
    if row is None:
        raise Unauthorized
    return row


def tokens_answer(pair: sessions.Pair) -> HttpResponse:
    """RFC 6749, 5.1: neither browsers nor proxies may keep the answer."""
    seconds = int(tokens.AccessToken.lifetime.total_seconds())
    return private_json({"access": pair.access, "refresh": pair.refresh, "token_type": "Bearer", "expires_in": seconds})
