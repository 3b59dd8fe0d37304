"""Codes of authenticator apps: TOTP (RFC 6238), six digits that change every thirty seconds."""

import logging
import re
from datetime import datetime
from urllib.parse import urlsplit

import pyotp
from django.conf import settings

from productwatch.accounts.models import User
from productwatch.platform.sealing import SealBrokenError, opened, sealed

CLOCKS = 1
"""Time steps by which a device's clock may be ahead or behind."""

FORM = re.compile(r"[0-9]{6}")
_PURPOSE = "second-factor"

logger = logging.getLogger(__name__)


def new_secret(user: User) -> tuple[str, bytes]:
    """In base32, as apps take it, and sealed, as it is kept."""
    secret = pyotp.random_base32()
    return secret, sealed(_PURPOSE, secret.encode(), user.id.bytes)


def uri(user: User, secret: str) -> str:
    """What apps read out of a QR code: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=urlsplit(settings.PUBLIC_URL).hostname)


def step_of(user: User, kept: bytes, code: str, now: datetime) -> int | None:
    """Which time step the code is of; None where of none near now, or where `kept` cannot be opened any more."""
    try:
        app = pyotp.TOTP(opened(_PURPOSE, kept, user.id.bytes).decode())
        return app.verify_and_get_timecode(code, for_time=now, valid_window=CLOCKS)
    except pyotp.OTPVerificationError:
        return None
    except SealBrokenError:
        logger.exception("a second factor was sealed with another data key: reset_second_factor takes it away")
        return None
