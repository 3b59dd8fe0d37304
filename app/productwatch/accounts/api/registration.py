"""The routes of making an account."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from productwatch.accounts import schemas
from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services import confirming, registration
from productwatch.audit.actors import actor_of
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited

router = Router(tags=["auth"])

MAIL_SENT = {"detail": "A mail has been sent to the address: it says how to go on."}


@router.post(
    "/register",
    auth=None,
    operation_id="register",
    summary="Ask for an account",
    response={202: schemas.MailSent},
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def register(request: HttpRequest, body: schemas.Registration) -> Status[Any]:
    """A mail brings a token, with which `confirm` makes the account; nobody signs in before.

    The answer is the same where the address has an account already: then the mail says that.
    """
    registration.register(body.email, body.password, actor_of(request))
    return Status(202, MAIL_SENT)


@router.post(
    "/confirm",
    auth=None,
    operation_id="confirm_registration",
    summary="Make the account that was asked for",
    response={204: None},
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def confirm_registration(request: HttpRequest, body: schemas.Confirmation) -> Status[None]:
    """Of the token that came by mail. It works once, for three days.

    Show people a field for `password`, and send it: then nobody confirms a stranger's password for their own address.
    """
    confirming.confirm(body.token, body.password, actor_of(request))
    return Status(204, None)
