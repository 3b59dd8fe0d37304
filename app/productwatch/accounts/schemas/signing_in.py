"""What signing in takes and gives."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.accounts.credentials import LONGEST_PASSWORD
from productwatch.accounts.schemas.values import (
    PASSWORDS,
    TOKENS,
    Code,
    RoleName,
    absent,
)
from productwatch.platform.schema import NO_NUL, Body


class Credentials(Body):
    email: Address
    password: str = Field(max_length=LONGEST_PASSWORD, json_schema_extra=NO_NUL, examples=PASSWORDS)
    code: Code = Field(default_factory=absent)


class Refresh(Body):
    refresh: str = Field(max_length=4096, json_schema_extra=NO_NUL, description="the refresh token", examples=TOKENS)


class Tokens(Schema):
    access: str = Field(examples=TOKENS)
    refresh: str = Field(description="to be used once, for the next pair", examples=TOKENS)
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="the access token's life in seconds", examples=[300])


class Me(Schema):
    id: UUID
    email: str = Field(examples=["ann@example.com"])
    role: RoleName
    created_at: datetime
