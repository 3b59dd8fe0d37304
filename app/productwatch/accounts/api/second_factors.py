"""The routes of one's own second factor."""

from django.http import HttpResponse
from ninja import Router

from productwatch.accounts import schemas, selectors
from productwatch.accounts.api.secret_routes import SECRET_ANSWER, SIGN_IN, SIGN_IN_DAILY, TAKES_SECRET
from productwatch.accounts.services import enrolment, passwords
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import problems

router = Router(tags=["auth"], auth=signed_in)


@router.get(
    "",
    operation_id="get_second_factor",
    summary="Whether you have a second factor",
    response={200: schemas.SecondFactor},
)
def get_second_factor(request: SignedInRequest) -> HttpResponse:
    return private_json(selectors.second_factor(request.auth.user_id))


@router.post(
    "",
    operation_id="begin_second_factor",
    summary="Begin a second factor",
    response={200: schemas.NewSecondFactor} | problems(409),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def begin_second_factor(request: SignedInRequest, body: schemas.SecondFactorBegin) -> HttpResponse:
    """Asks for your password once more, and shows this once what your authenticator app is to know (TOTP, RFC 6238).
    It is demanded of you only after `confirm`, within fifteen minutes.
    """
    passwords.confirmed(request.auth.user_id, body.password, actor_of(request))
    secret, uri = enrolment.begin(request.auth.user_id)
    return private_json({"secret": secret, "uri": uri})


@router.post(
    "/confirm",
    operation_id="confirm_second_factor",
    summary="Show the first code of your app",
    response={200: schemas.NewRecoveryCodes} | problems(409),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def confirm_second_factor(request: SignedInRequest, body: schemas.SecondFactorConfirm) -> HttpResponse:
    """From now on signing in takes a code. All your other sessions end, and access tokens of before are refused
    within seconds: refresh yours. Keep the recovery codes where you will have them without the app.
    """
    principal = request.auth
    codes = enrolment.confirm(principal.user_id, principal.session_id, body.code, actor_of(request))
    return private_json({"recovery_codes": codes})


@router.post(
    "/recovery-codes",
    operation_id="remake_recovery_codes",
    summary="Make your recovery codes anew",
    response={200: schemas.NewRecoveryCodes} | problems(409),
)
@without_key(SECRET_ANSWER)
@limited(SIGN_IN, SIGN_IN_DAILY)
def remake_recovery_codes(request: SignedInRequest, body: schemas.SecondFactorProof) -> HttpResponse:
    """Those of before count no more."""
    by = actor_of(request)
    user = passwords.confirmed(request.auth.user_id, body.password, by)
    return private_json({"recovery_codes": enrolment.remake_recovery_codes(user, body.code, by)})


@router.post(
    "/remove",
    operation_id="remove_second_factor",
    summary="Give your second factor up",
    response={204: None} | problems(409),
)
@without_key(TAKES_SECRET)
@limited(SIGN_IN, SIGN_IN_DAILY)
def remove_second_factor(request: SignedInRequest, body: schemas.SecondFactorProof) -> HttpResponse:
    by = actor_of(request)
    enrolment.give_up(passwords.confirmed(request.auth.user_id, body.password, by), body.code, by)
    return HttpResponse(status=204)
