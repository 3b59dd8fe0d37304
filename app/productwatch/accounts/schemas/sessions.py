"""Where one is signed in."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from productwatch.platform.schema import Next


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
