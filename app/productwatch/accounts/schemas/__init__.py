"""What the accounts' API takes and gives."""

from productwatch.accounts.schemas.keys import ApiKey, ApiKeyIn, ApiKeys, NewApiKey
from productwatch.accounts.schemas.passwords import PasswordChange
from productwatch.accounts.schemas.sessions import Session, Sessions
from productwatch.accounts.schemas.signing_in import Credentials, Me, Refresh, Registered, Registration, Tokens
from productwatch.accounts.schemas.users import User, UserChange, UserPage, Users

__all__ = [
    "ApiKey",
    "ApiKeyIn",
    "ApiKeys",
    "Credentials",
    "Me",
    "NewApiKey",
    "PasswordChange",
    "Refresh",
    "Registered",
    "Registration",
    "Session",
    "Sessions",
    "Tokens",
    "User",
    "UserChange",
    "UserPage",
    "Users",
]
