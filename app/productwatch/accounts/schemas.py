"""What the accounts' API takes and gives."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.platform.schema import Body, Next

LONGEST_PASSWORD = 128
_NO_NUL: dict[str, Any] = {"pattern": r"^[^\x00]*$"}
"""What the parser of bodies holds to."""
_PASSWORDS, _TOKENS = ["otter under the old bridge"], ["eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI2ZjFjIn0.c2lnbmF0dXJl"]


class Registration(Body):
    email: Address
    password: str = Field(
        min_length=10,
        max_length=LONGEST_PASSWORD,
        json_schema_extra=_NO_NUL,
        description="neither a common one nor one like the address",
        examples=_PASSWORDS,
    )


class Credentials(Body):
    email: Address
    password: str = Field(max_length=LONGEST_PASSWORD, json_schema_extra=_NO_NUL, examples=_PASSWORDS)


class Refresh(Body):
    refresh: str = Field(max_length=4096, json_schema_extra=_NO_NUL, description="the refresh token", examples=_TOKENS)


class Registered(Schema):
    detail: str = Field(examples=["If the address was free, the account is there now: sign in."])


class Tokens(Schema):
    access: str = Field(examples=_TOKENS)
    refresh: str = Field(description="to be used once, for the next pair", examples=_TOKENS)
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="the access token's life in seconds", examples=[300])


class PasswordChange(Body):
    current: str = Field(max_length=LONGEST_PASSWORD, json_schema_extra=_NO_NUL, examples=_PASSWORDS)
    new: str = Field(
        min_length=10,
        max_length=LONGEST_PASSWORD,
        json_schema_extra=_NO_NUL,
        description="neither a common one nor one like the address",
        examples=["otters under the new bridge"],
    )


class Session(Schema):
    """`device` and `browser` are classes and families, told by the user agent of signing in."""

    id: UUID
    device: str = Field(examples=["mobile"])
    browser: str = Field(description="empty where it is none that we know", examples=["Firefox"])
    started_at: datetime
    last_used_at: datetime = Field(description="when it was last refreshed")
    is_current: bool = Field(description="the one that asks")


class Sessions(Schema):
    items: list[Session]
    next: Next


class Me(Schema):
    id: UUID
    email: str = Field(examples=["ann@example.com"])
    role: Literal["admin", "customer"]
    created_at: datetime
