"""The ceremonies of passkeys: Web Authentication, level 3 (W3C), with user verification, attested by nobody.

webauthn is imported where it is used: it costs a process nine megabytes, and only those that meet a passkey need it.
"""
# ruff: noqa: PLC0415 - as just said

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from productwatch.accounts.models import Passkey, User
from productwatch.platform import challenges

if TYPE_CHECKING:
    from webauthn.registration.verify_registration_response import VerifiedRegistration

Json = dict[str, Any]

LONGEST_ID, LONGEST_KEY = 1023, 1024
"""Bytes: as the standard says, and with room for RSA of 4096 bits but for none that would take long."""

_MADE, _USED = "passkey-made", "passkey-used"


class CeremonyFailedError(Exception):
    """What the device has sent answers no challenge of ours, or not as it must."""


def options_to_make(user: User, known: list[bytes]) -> Json:
    """What navigator.credentials.create() takes; a device that holds one of the known keys makes no second one."""
    import webauthn
    from webauthn.helpers import options_to_json_dict, structs

    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=_host(),
        user_id=user.id.bytes,
        user_name=user.email,
        challenge=challenges.give(_MADE, str(user.id)),
        timeout=challenges.SECONDS * 1000,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=credential) for credential in known],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json_dict(options)


def options_to_use() -> Json:
    """What navigator.credentials.get() takes, whoever asks: the device knows whose keys it holds."""
    import webauthn
    from webauthn.helpers import options_to_json_dict, structs

    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        challenge=challenges.give(_USED),
        timeout=challenges.SECONDS * 1000,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def made(user: User, credential: Json) -> "VerifiedRegistration":
    """What the device has made; CeremonyFailedError where it is not as it must be."""
    import webauthn

    challenge = _taken(credential, _MADE, str(user.id))
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=settings.PUBLIC_URL,
            require_user_verification=True,
        )
    except Exception as error:  # what strangers send makes parsers fail in many ways
        raise CeremonyFailedError from error
    if len(found.credential_id) > LONGEST_ID or len(found.credential_public_key) > LONGEST_KEY:
        raise CeremonyFailedError
    return found


def credential_id(credential: Json) -> bytes:
    """Which key the device says that it has used."""
    from webauthn.helpers import base64url_to_bytes

    try:
        return base64url_to_bytes(credential["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CeremonyFailedError from error


def new_sign_count(passkey: Passkey, credential: Json) -> int:
    """What the device tells, which has signed our challenge with that key; CeremonyFailedError where it has not."""
    import webauthn

    challenge = _taken(credential, _USED)
    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=settings.PUBLIC_URL,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception as error:  # as above
        raise CeremonyFailedError from error


def _taken(credential: Json, purpose: str, owner: str = "") -> bytes:
    """The challenge that it answers, which no other answer will."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json

    try:
        told = parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"]))
    except Exception as error:  # as above
        raise CeremonyFailedError from error
    if not challenges.take(purpose, told.challenge, owner):
        raise CeremonyFailedError
    return told.challenge


def _host() -> str:
    """The relying party: a key made for it is good at no other host."""
    return urlsplit(settings.PUBLIC_URL).hostname or ""
