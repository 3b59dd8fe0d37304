"""The route of one's own password."""

from django.http import HttpResponse
from ninja import Router

from productwatch.accounts import schemas
from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services import passwords
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import problems

router = Router(tags=["auth"])


@router.post(
    "/password",
    auth=signed_in,
    operation_id="change_password",
    summary="Change your password",
    response={204: None} | problems(409),
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def change_password(request: SignedInRequest, body: schemas.PasswordChange) -> HttpResponse:
    """All your other sessions end. Access tokens of before are refused within seconds: refresh yours."""
    principal = request.auth
    passwords.change(principal.user_id, principal.session_id, body.current, body.new, actor_of(request))
    return HttpResponse(status=204)
