"""The routes of passkeys."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.accounts import schemas, selectors
from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SECRET_ANSWER, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.api.signing_in import tokens_answer
from productwatch.accounts.services import ceremonies, passkeys
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.agents import agent_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import Page, problems

router = Router(tags=["auth"])


@router.get(
    "",
    auth=signed_in,
    operation_id="list_passkeys",
    summary="Your passkeys, page by page",
    response={200: schemas.Passkeys},
)
def list_passkeys(request: SignedInRequest, query: Query[Page]) -> HttpResponse:
    """The newest first."""
    return private_json(selectors.passkeys(request.auth.user_id, query.cursor, query.limit))


@router.post(
    "/options",
    auth=signed_in,
    operation_id="begin_passkey",
    summary="Begin a passkey",
    response={200: schemas.PasskeyCreation},
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def begin_passkey(request: SignedInRequest, body: schemas.PasskeyBegin) -> HttpResponse:
    """Asks for your password once more, and for a code where you have a second factor, which a passkey stands in for.
    Answers what a browser makes one by, within five minutes.
    """
    user = reauthenticated(request.auth, body.password, body.code, actor_of(request))
    return private_json({"options": passkeys.options(user)})


@router.post(
    "",
    auth=signed_in,
    operation_id="add_passkey",
    summary="Add the passkey that was made",
    response={201: schemas.Passkey} | problems(409),
)
def add_passkey(request: SignedInRequest, body: schemas.PasskeyIn) -> HttpResponse:
    passkey_id = passkeys.make(request.auth.user_id, body.name, body.credential.model_dump(), actor_of(request))
    return private_json(selectors.passkey(passkey_id), 201)


@router.delete(
    "/{uuid:passkey_id}",
    auth=signed_in,
    operation_id="remove_passkey",
    summary="Remove one of your passkeys",
    response={204: None} | problems(404, 409),
)
def remove_passkey(request: SignedInRequest, passkey_id: UUID) -> HttpResponse:
    """It lets nobody in any more; sessions that it has begun go on. The last way into an account stays: 409."""
    passkeys.remove(request.auth.user_id, passkey_id, actor_of(request))
    return HttpResponse(status=204)


@router.post(
    "/sign-in/options",
    auth=None,
    operation_id="begin_passkey_login",
    summary="Begin signing in with a passkey",
    response={200: schemas.PasskeyRequest},
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def begin_passkey_login(request: HttpRequest) -> HttpResponse:
    """Needs no address: the device knows whose passkeys it holds."""
    return private_json({"options": ceremonies.options_to_use()})


@router.post(
    "/sign-in",
    auth=None,
    operation_id="passkey_login",
    summary="Sign in with a passkey",
    response={200: schemas.Tokens} | problems(401),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def passkey_login(request: HttpRequest, body: schemas.PasskeyProof) -> HttpResponse:
    """In place of password and code: whoever can use the device has shown it both."""
    agent = agent_of(request.headers.get("User-Agent", ""))
    return tokens_answer(passkeys.sign_in(body.credential.model_dump(), actor_of(request), agent))
