"""Reading accounts: who somebody is, what is theirs, and who may get mail."""

from productwatch.accounts.selectors.identities import identities
from productwatch.accounts.selectors.keys import key, keys
from productwatch.accounts.selectors.passkeys import passkey, passkeys
from productwatch.accounts.selectors.recipients import (
    Recipient,
    active_admins,
    active_recipients,
    emails,
    has_account,
    recipient_of,
)
from productwatch.accounts.selectors.second_factors import second_factor
from productwatch.accounts.selectors.sessions import sessions
from productwatch.accounts.selectors.users import any_user, person, somebody_was_here, user, users

__all__ = [
    "Recipient",
    "active_admins",
    "active_recipients",
    "any_user",
    "emails",
    "has_account",
    "identities",
    "key",
    "keys",
    "passkey",
    "passkeys",
    "person",
    "recipient_of",
    "second_factor",
    "sessions",
    "somebody_was_here",
    "user",
    "users",
]
