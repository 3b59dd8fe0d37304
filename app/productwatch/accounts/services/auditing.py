"""What of accounts stands in the audit log, and under which names."""

from uuid import UUID

from productwatch.accounts.models import RefreshFamily, User
from productwatch.audit.services import Subject
from productwatch.platform.keyed_hash import keyed_hash

SIGN_IN, SIGN_IN_REFUSED = "sign-in", "sign-in-refused"
REGISTRATION_ASKED, REGISTERED, ADMIN_MADE = "registration-asked", "registered", "admin-made"
PASSWORD_CHANGED, PASSWORD_REFUSED = "password-changed", "password-refused"
RESET_ASKED, PASSWORD_RESET = "password-reset-asked", "password-reset"
EMAIL_ASKED, EMAIL_AGREED, EMAIL_PROVED, EMAIL_CHANGED = (
    f"email-change-{act}" for act in ("asked", "agreed", "proved", "done")
)
ROLE_CHANGED, ACTIVATED, DEACTIVATED = "role-changed", "activated", "deactivated"
FACTOR_ON, FACTOR_OFF, FACTOR_RESET = "second-factor-on", "second-factor-off", "second-factor-reset"
FACTOR_MISSING, FACTOR_REFUSED = "second-factor-missing", "second-factor-refused"
RECOVERY_CODE_USED, RECOVERY_CODES_MADE = "recovery-code-used", "recovery-codes-made"
PASSKEY_MADE, PASSKEY_REMOVED, PASSKEY_REFUSED = "passkey-made", "passkey-removed", "passkey-refused"
KEY_MADE, KEY_REVOKED = "api-key-made", "api-key-revoked"
ACCOUNT_EXPORTED, ACCOUNT_ERASED = "account-exported", "account-erased"
IDENTITY_LINKED, IDENTITY_UNLINKED = "identity-linked", "identity-unlinked"
OPENID_REFUSED = "openid-sign-in-refused"

_End = RefreshFamily.End
ENDED = {_End.LOGOUT: "sign-out", _End.REUSE: "refresh-reused"} | dict.fromkeys(
    (_End.DEACTIVATION, _End.REVOKED, _End.NEW_PASSWORD, _End.NEW_FACTOR), "session-ended"
)


def the_user(user_id: UUID) -> Subject:
    return Subject("user", user_id)


def whoever_it_is(user: User | None, email: str) -> Subject:
    """An address that nobody has is told as a keyed hash, so that tries at one of them are seen to belong together."""
    if user:
        return the_user(user.id)
    return Subject("unknown", UUID(bytes=keyed_hash("audit-unknown-account", email)[:16]))
