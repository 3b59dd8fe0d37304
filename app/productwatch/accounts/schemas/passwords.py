"""What changing a password takes, known or forgotten."""

from productwatch.accounts.addresses import Address
from productwatch.accounts.schemas.values import MailedToken, NewPassword, OldPassword
from productwatch.platform.schema import Body


class PasswordChange(Body):
    current: OldPassword
    new: NewPassword


class PasswordForgotten(Body):
    email: Address


class PasswordReset(Body):
    token: MailedToken
    password: NewPassword
