"""The routes of what one has linked."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from productwatch.accounts import schemas, selectors
from productwatch.accounts.api.secret_routes import SIGN_IN, SIGN_IN_DAILY, TAKES_SECRET
from productwatch.accounts.services import identities
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import problems

router = Router(tags=["auth"], auth=signed_in)


@router.get(
    "/identities",
    operation_id="list_identities",
    summary="Who you are at other issuers",
    response={200: schemas.LinkedIdentities},
)
def list_identities(request: SignedInRequest) -> HttpResponse:
    return private_json(selectors.identities(request.auth.user_id))


@router.post(
    "/identities/{uuid:identity_id}/unlink",
    operation_id="unlink_identity",
    summary="Unlink an issuer from your account",
    response={204: None} | problems(404, 409),
)
@without_key(TAKES_SECRET)
@limited(SIGN_IN, SIGN_IN_DAILY)
def unlink_identity(request: SignedInRequest, identity_id: UUID, body: schemas.IdentityUnlink) -> Status[None]:
    """Your sessions stay. The last way into an account stays, too: 409."""
    by = actor_of(request)
    reauthenticated(request.auth, body.password, body.code, by)
    identities.unlink(request.auth.user_id, identity_id, by)
    return Status(204, None)
