"""The routes of one's own API keys."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from productwatch.accounts import schemas, selectors
from productwatch.accounts.api.secret_routes import SECRET_ANSWER, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services import keys
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import Page, problems

router = Router(tags=["auth"], auth=signed_in)


@router.get(
    "/keys",
    operation_id="list_api_keys",
    summary="Your API keys, page by page",
    response={200: schemas.ApiKeys},
)
def list_api_keys(request: SignedInRequest, query: Query[Page]) -> HttpResponse:
    """The newest first, expired ones too; revoked ones are gone. `used_at` is noted once an hour."""
    return private_json(selectors.keys(request.auth.user_id, query.cursor, query.limit))


@router.post(
    "/keys",
    operation_id="make_api_key",
    summary="Make an API key",
    response={201: schemas.NewApiKey} | problems(409),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def make_api_key(request: SignedInRequest, body: schemas.ApiKeyIn) -> HttpResponse:
    """Asks for your password once more, and for a code where you have a second factor, for it outlives your session.
    It is shown this once; a program sends it as «Authorization: Bearer pw_…», and may do what its scopes say and you
    may.
    """
    reauthenticated(request.auth, body.password, body.code, actor_of(request))
    wish = keys.Wish(body.name, [str(scope) for scope in body.scopes], body.days)
    key_id, key = keys.make(request.auth.user_id, wish, actor_of(request))
    return private_json(selectors.key(key_id) | {"key": key}, 201)


@router.delete(
    "/keys/{uuid:key_id}",
    operation_id="revoke_api_key",
    summary="Revoke one of your API keys",
    response={204: None} | problems(404),
)
def revoke_api_key(request: SignedInRequest, key_id: UUID) -> HttpResponse:
    """It is refused within seconds."""
    keys.revoke_key(request.auth.user_id, key_id, actor_of(request))
    return HttpResponse(status=204)
