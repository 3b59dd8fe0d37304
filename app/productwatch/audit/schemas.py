"""What the audit log's route takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from productwatch.platform.schema import Filters, Moment, Next, Page


class AuditFilters(Filters):
    act: str | None = Field(None, max_length=40, pattern=r"^[a-z-]+$", description="only this act, such as sign-in")
    actor: UUID | None = Field(None, description="only acts of the user or API key of this id")
    subject: UUID | None = Field(None, description="only acts on the user, session or API key of this id")
    first: Moment | None = Field(None, alias="from", description="none before this time")
    end: Moment | None = Field(None, alias="to", description="none at or after this time")


class AuditPage(Page, AuditFilters):
    """The same, page by page."""


class Party(Schema):
    kind: str = Field(examples=["user"])
    id: UUID | None


class AuditEntry(Schema):
    id: int
    at: datetime
    act: str = Field(examples=["role-changed"])
    actor: Party = Field(description="who did it: a `user`, an `api-key`, the `system`, or somebody `anonymous`")
    subject: Party = Field(description="what it was done to")
    details: dict[str, str] = Field(examples=[{"from": "customer", "to": "editor"}])
    address: str | None = Field(
        description="a keyed hash of the client's address: it tells the same from another, and no more",
        examples=["9f2c1d0a6b7e4f3c8d5a1b2c3d4e5f60"],
    )


class AuditEntries(Schema):
    items: list[AuditEntry]
    next: Next
