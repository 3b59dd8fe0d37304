"""What changing a password takes."""

from productwatch.accounts.schemas.values import NewPassword, OldPassword
from productwatch.platform.schema import Body


class PasswordChange(Body):
    current: OldPassword
    new: NewPassword
