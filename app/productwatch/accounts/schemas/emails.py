"""What changing one's address takes and gives."""

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.accounts.schemas.values import MailedToken, OldPassword
from productwatch.platform.schema import Body


class EmailChange(Body):
    email: Address
    password: OldPassword


class EmailConfirmation(Body):
    token: MailedToken


class EmailConfirmed(Schema):
    is_changed: bool = Field(description="false until the other address has confirmed, too")
