"""Accounts, as admins see them."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.addresses import Address
from productwatch.accounts.schemas.values import RoleName, absent
from productwatch.platform.schema import Body, Next, Page


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

    role: RoleName = Field(default_factory=absent)
    is_active: bool = Field(default_factory=absent)
