"""What the accounts' API takes and gives."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.platform.schema import Body

LONGEST_PASSWORD = 128
_NO_NUL: dict[str, Any] = {"pattern": r"^[^\x00]*$"}
"""What the parser of bodies holds to."""


class Registration(Body):
    email: Address
    password: str = Field(
        min_length=10,
        max_length=LONGEST_PASSWORD,
        json_schema_extra=_NO_NUL,
        description="neither a common one nor one like the address",
    )


class Credentials(Body):
    email: Address
    password: str = Field(max_length=LONGEST_PASSWORD, json_schema_extra=_NO_NUL)


class Refresh(Body):
    refresh: str = Field(max_length=4096, json_schema_extra=_NO_NUL, description="the refresh token")


class Registered(Schema):
    detail: str


class Tokens(Schema):
    access: str
    refresh: str = Field(description="to be used once, for the next pair")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="the access token's life in seconds")


class Me(Schema):
    id: UUID
    email: str
    role: Literal["admin", "customer"]
    created_at: datetime
