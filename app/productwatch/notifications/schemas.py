"""What the routes of notifications take and give."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from productwatch.notifications.machine import State
from productwatch.platform.schema import Next, Page


class DeliveryPage(Page):
    state: State | None = Field(None, description="only deliveries that stand there")
    kind: str | None = Field(None, max_length=40, pattern=r"^[a-z_]+$", description="only messages of this kind")


class DeliveryOut(Schema):
    """`recipient` is the address that it goes to, `source` what caused it, `reason` why it stands where it does."""

    id: UUID
    kind: str = Field(examples=["price_change"])
    recipient: str = Field(examples=["someone@example.com"])
    channel: str = Field(examples=["email"])
    state: State
    reason: str = Field(examples=["mail_off"])
    source: str = Field(examples=["event:6f1c0f53-7f2c-4f0c-9d57-0b6a4f3f8a52"])
    attempts: int
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None


class Deliveries(Schema):
    items: list[DeliveryOut]
    next: Next
