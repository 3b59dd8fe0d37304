"""The routes of whoever has forgotten the password."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from productwatch.accounts import schemas
from productwatch.accounts.api.registration import MAIL_SENT
from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services import resetting
from productwatch.audit.actors import actor_of
from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import limited

ASKS_AGAIN = "asking again brings another mail, or none"

router = Router(tags=["auth"])


@router.post(
    "/forgotten",
    auth=None,
    operation_id="forget_password",
    summary="Ask for another password",
    response={202: schemas.MailSent},
)
@without_key(ASKS_AGAIN)
@limited(SIGN_IN, SIGN_IN_DAILY)
def forget_password(request: HttpRequest, body: schemas.PasswordForgotten) -> Status[Any]:
    """If the address has an account, a mail brings a token for `reset`; the answer is the same in any case."""
    resetting.ask(body.email, actor_of(request))
    return Status(202, MAIL_SENT)


@router.post(
    "/reset",
    auth=None,
    operation_id="reset_password",
    summary="Set a forgotten password",
    response={204: None},
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def reset_password(request: HttpRequest, body: schemas.PasswordReset) -> Status[None]:
    """Of the token that came by mail; it works once, for four hours. All sessions end, all API keys are revoked, all
    passkeys removed.
    """
    resetting.reset(body.token, body.password, actor_of(request))
    return Status(204, None)
