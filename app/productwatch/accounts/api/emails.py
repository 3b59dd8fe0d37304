"""The routes of one's own address."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from productwatch.accounts import schemas
from productwatch.accounts.api.registration import MAIL_SENT
from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY, TAKES_SECRET
from productwatch.accounts.services import email_changes
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import problems

router = Router(tags=["auth"])


@router.post(
    "",
    auth=signed_in,
    operation_id="change_email",
    summary="Ask for another address",
    response={202: schemas.MailSent},
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def change_email(request: SignedInRequest, body: schemas.EmailChange) -> Status[Any]:
    """Both addresses get a mail, and both have to confirm within a day; until then all stays as it is.

    Asking again replaces it, and changing the password calls it off.
    """
    email_changes.ask(request.auth.user_id, body.email, body.password, actor_of(request))
    return Status(202, MAIL_SENT)


@router.post(
    "/confirm",
    auth=None,
    operation_id="confirm_email",
    summary="Confirm a change of address",
    response={200: schemas.EmailConfirmed} | problems(409),
)
@without_key(TAKES_SECRET)
@limited(SIGN_IN, SIGN_IN_DAILY)
def confirm_email(request: HttpRequest, body: schemas.EmailConfirmation) -> Status[Any]:
    """Of the token that came by mail, to either address."""
    return Status(200, {"is_changed": email_changes.confirm(body.token, actor_of(request))})
