"""API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.schemas.proofs import Proof
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import NO_NUL, Next


class ApiKeyIn(Proof):
    name: str = Field(min_length=1, max_length=100, json_schema_extra=NO_NUL, examples=["nightly import"])
    scopes: list[Annotated[Permission, Field(strict=False)]] = Field(
        min_length=1, max_length=len(Permission), examples=[["catalog.write"]]
    )
    days: int = Field(90, ge=1, le=366, description="until it ends")


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
