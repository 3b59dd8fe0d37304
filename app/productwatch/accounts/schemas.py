"""What the accounts' API takes and gives."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import Body, Next, Page

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


def _absent() -> Any:
    """Stands for what was left out; as a factory it is no part of the documented schema."""


RoleName = Literal["admin", "editor", "analyst", "customer"]


class UserPage(Page):
    role: RoleName | None = Field(None, description="only users of this role")
    is_active: bool | None = Field(None, description="only those who are active, or who are not")
    email: Address | None = Field(None, description="only the user of this address")


class User(Schema):
    id: UUID
    email: str = Field(examples=["ann@example.com"])
    role: RoleName
    is_active: bool
    created_at: datetime


class Users(Schema):
    items: list[User]
    next: Next


class UserChange(Body):
    """What is left out stays."""

    role: RoleName = Field(default_factory=_absent)
    is_active: bool = Field(default_factory=_absent)


class ApiKeyIn(Body):
    name: str = Field(min_length=1, max_length=100, json_schema_extra=_NO_NUL, examples=["nightly import"])
    scopes: list[Annotated[Permission, Field(strict=False)]] = Field(
        min_length=1, max_length=len(Permission), examples=[["catalog.write"]]
    )
    days: int = Field(90, ge=1, le=366, description="until it ends")
    password: str = Field(
        max_length=LONGEST_PASSWORD, json_schema_extra=_NO_NUL, description="yours, once more", examples=_PASSWORDS
    )


class ApiKey(Schema):
    id: UUID
    name: str = Field(examples=["nightly import"])
    start: str = Field(description="how the key begins", examples=["pw_3kV9xQ2a"])
    scopes: list[Permission]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = Field(description="when it was last used, to the hour; null: never")


class ApiKeys(Schema):
    items: list[ApiKey]
    next: Next


class NewApiKey(ApiKey):
    key: str = Field(
        description="the key itself, which is shown this once",
        examples=["pw_3kV9xQ2aWm1bTz8rYc5dLe7fGh6jKn0pRsUvXyZa"],
    )


class Me(Schema):
    id: UUID
    email: str = Field(examples=["ann@example.com"])
    role: RoleName
    created_at: datetime
