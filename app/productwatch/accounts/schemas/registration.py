"""What making an account takes and gives."""

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.accounts.schemas.values import MailedToken, NewPassword
from productwatch.platform.schema import Body


class Registration(Body):
    email: Address
    password: NewPassword


class MailSent(Schema):
    detail: str = Field(examples=["A mail has been sent to the address: it says how to go on."])


class Confirmation(Body):
    token: MailedToken
    password: NewPassword | None = Field(
        None,
        description="in place of the registration's; must be there where the address was registered more than once",
    )


class ConfirmationByPage(Body):
    """As people give it, who always choose the password."""

    token: MailedToken
    password: NewPassword
