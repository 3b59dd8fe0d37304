"""Files of what was visited."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.platform.schema import Body, Next
from productwatch.visits.schemas.periods import Day

View = Literal["series", "products", "categories", "referrers", "campaigns", "devices", "browsers", "countries"]
State = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class VisitExportIn(Body):
    """What the file is to hold: visits over time, or all of a ranking."""

    view: View = Field("series", examples=["series"])
    first: Day | None = Field(None, alias="from", examples=["2026-11-01"])
    last: Day | None = Field(None, alias="to", examples=["2026-11-20"])
    tz: str = Field("UTC", max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$", examples=["Europe/Berlin"])
    interval: Literal["hour", "day", "week", "month"] = Field("day", examples=["day"], description="of a series")


class VisitExport(Schema):
    id: UUID
    state: State = Field(examples=["succeeded"])
    view: View = Field(examples=["series"])
    first: date = Field(alias="from", examples=["2026-11-01"])
    last: date = Field(alias="to", examples=["2026-11-20"])
    tz: str = Field(examples=["Europe/Berlin"])
    interval: Literal["hour", "day", "week", "month"] = Field(examples=["day"])
    reason: str | None = Field(examples=[None], description="why it failed")
    rows: int = Field(examples=[20], description="written so far")
    size: int = Field(examples=[512], description="in bytes, so far")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None = Field(description="from then on the file is gone, and the job with it")


class VisitExportPage(Schema):
    items: list[VisitExport] = Field(description="the newest first")
    next: Next
