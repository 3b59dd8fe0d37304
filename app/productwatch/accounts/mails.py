"""The mails that accounts ask for: which there are. Notifications say what stands in each."""

from enum import StrEnum


class Mail(StrEnum):
    REGISTRATION = "registration"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of mail
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of mail
    EMAIL_AGREE = "email_agree"
    EMAIL_PROVE = "email_prove"
    IDENTITY_LINKED = "identity_linked"
    PASSKEY_MADE = "passkey_made"
    PASSKEY_REMOVED = "passkey_removed"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
