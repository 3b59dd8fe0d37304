"""The routes by which an account goes."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.api.users import router as users
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, needs, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited
from productwatch.platform.permissions import Permission
from productwatch.platform.problems import Conflict
from productwatch.platform.schema import problems
from productwatch.privacy import schemas
from productwatch.privacy.services import erasing

router = Router(tags=["auth"])


@router.delete(
    "/auth/account",
    auth=signed_in,
    operation_id="erase_my_account",
    summary="Erase your account",
    response={204: None} | problems(409),
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def erase_my_account(request: SignedInRequest, body: schemas.Reauthentication) -> HttpResponse:
    """Asks for your password once more, and cannot be taken back. You are signed out everywhere, your address is free,
    and what the account leaves behind goes within minutes. The last active admin stays: 409.
    """
    by = actor_of(request)
    reauthenticated(request.auth, body.password, body.code, by)
    erasing.erase(request.auth.user_id, by)
    return HttpResponse(status=204)


@router.post(
    "/auth/account/erase",
    auth=signed_in,
    operation_id="erase_my_account_by_post",
    summary="Erase your account, by POST",
    response={204: None} | problems(409),
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def erase_my_account_by_post(request: SignedInRequest, body: schemas.Reauthentication) -> HttpResponse:
    """The same, where something on the way drops the body of a DELETE."""
    return erase_my_account(request, body)


@users.delete(  # of the router that has the address already: each address is one router's
    "/users/{uuid:user_id}",
    auth=needs(Permission.USERS_WRITE),
    operation_id="erase_user",
    summary="Erase somebody's account",
    response={204: None} | problems(404, 409),
)
def erase_user(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """As if they had done so themselves; it cannot be taken back. Your own goes at `/auth/account`: 409 here."""
    if user_id == request.auth.user_id:
        raise Conflict("This is your own account: erase it at /auth/account.")
    erasing.erase(user_id, actor_of(request))
    return HttpResponse(status=204)
