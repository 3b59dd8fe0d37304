"""What the API gives of what became of things."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.platform.schema import Next


class Person(Schema):
    id: UUID
    email: str = Field(examples=["ada@example.com"])


class Version(Schema):
    number: int = Field(examples=[3])
    kind: Literal["created", "changed", "archived", "restored", "published"] = Field(examples=["changed"])
    at: datetime
    by: Person | None = Field(description="null for what no person did, such as an import")
    undoes: int | None = Field(examples=[2], description="the version whose change this one took back")
    diff: dict[str, tuple[Any, Any]] = Field(
        examples=[{"stock": [12, 11]}], description="each field that changed: what it was and what it became"
    )


class History(Schema):
    items: list[Version]
    next: Next
