"""People who sign in, and with what."""

from productwatch.accounts.models.email_changes import EmailChange
from productwatch.accounts.models.identities import FinishedFlow, Identity
from productwatch.accounts.models.keys import ApiKey
from productwatch.accounts.models.known_addresses import KnownAddress
from productwatch.accounts.models.one_time_tokens import OneTimeToken, Purpose
from productwatch.accounts.models.passkeys import Passkey
from productwatch.accounts.models.registrations import Registration
from productwatch.accounts.models.second_factors import RecoveryCode, SecondFactor
from productwatch.accounts.models.sessions import RefreshFamily, RefreshToken
from productwatch.accounts.models.users import Role, User

__all__ = [
    "ApiKey",
    "EmailChange",
    "FinishedFlow",
    "Identity",
    "KnownAddress",
    "OneTimeToken",
    "Passkey",
    "Purpose",
    "RecoveryCode",
    "RefreshFamily",
    "RefreshToken",
    "Registration",
    "Role",
    "SecondFactor",
    "User",
]
