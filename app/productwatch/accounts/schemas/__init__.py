"""What the accounts' API takes and gives."""

from productwatch.accounts.schemas.emails import EmailChange, EmailConfirmation, EmailConfirmed
from productwatch.accounts.schemas.keys import ApiKey, ApiKeyIn, ApiKeys, NewApiKey
from productwatch.accounts.schemas.openid import (
    IdentityUnlink,
    LinkedIdentities,
    LinkedIdentity,
    OpenIdFinish,
    OpenIdIssuers,
    OpenIdLink,
    OpenIdSecondStep,
    OpenIdStart,
    OpenIdStarted,
)
from productwatch.accounts.schemas.passkeys import (
    Passkey,
    PasskeyBegin,
    PasskeyCreation,
    PasskeyIn,
    PasskeyProof,
    PasskeyRequest,
    Passkeys,
)
from productwatch.accounts.schemas.passwords import PasswordChange, PasswordForgotten, PasswordReset
from productwatch.accounts.schemas.registration import Confirmation, ConfirmationByPage, MailSent, Registration
from productwatch.accounts.schemas.second_factors import (
    NewRecoveryCodes,
    NewSecondFactor,
    SecondFactor,
    SecondFactorBegin,
    SecondFactorConfirm,
    SecondFactorProof,
)
from productwatch.accounts.schemas.sessions import Session, Sessions
from productwatch.accounts.schemas.signing_in import Credentials, Me, Refresh, Tokens
from productwatch.accounts.schemas.users import User, UserChange, UserPage, Users

__all__ = [
    "ApiKey",
    "ApiKeyIn",
    "ApiKeys",
    "Confirmation",
    "ConfirmationByPage",
    "Credentials",
    "EmailChange",
    "EmailConfirmation",
    "EmailConfirmed",
    "IdentityUnlink",
    "LinkedIdentities",
    "LinkedIdentity",
    "MailSent",
    "Me",
    "NewApiKey",
    "NewRecoveryCodes",
    "NewSecondFactor",
    "OpenIdFinish",
    "OpenIdIssuers",
    "OpenIdLink",
    "OpenIdSecondStep",
    "OpenIdStart",
    "OpenIdStarted",
    "Passkey",
    "PasskeyBegin",
    "PasskeyCreation",
    "PasskeyIn",
    "PasskeyProof",
    "PasskeyRequest",
    "Passkeys",
    "PasswordChange",
    "PasswordForgotten",
    "PasswordReset",
    "Refresh",
    "Registration",
    "SecondFactor",
    "SecondFactorBegin",
    "SecondFactorConfirm",
    "SecondFactorProof",
    "Session",
    "Sessions",
    "Tokens",
    "User",
    "UserChange",
    "UserPage",
    "Users",
]
