"""What was visited when."""

from datetime import date

from ninja import Field, Schema

DAILY = "daily visitors added up: who comes again on another day counts again"


class Bucket(Schema):
    start: str = Field(json_schema_extra={"format": "date-time"}, description="with the zone's offset at that time")
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description="of this bucket alone")


class Before(Schema):
    first: date = Field(alias="from", examples=["2026-10-22"])
    last: date = Field(alias="to", examples=["2026-11-20"])
    visits: int = Field(examples=[100])
    visitors: int = Field(examples=[70])


class Analytics(Schema):
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description=DAILY)
    series: list[Bucket]
    before: Before | None = Field(description="as many days directly before, where `compare` asks for them")


class VisitedProduct(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description=DAILY)


class Overview(Analytics):
    top: list[VisitedProduct] = Field(description="the ten most visited products")


class Mover(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    visits: int = Field(examples=[120])
    before: int = Field(examples=[100], description="in as many days directly before")
    change: int = Field(examples=[20])


class Movers(Schema):
    up: list[Mover] = Field(description="the ten that gained most visits, the most first")
    down: list[Mover] = Field(description="the ten that lost most, the most first")


class BotReason(Schema):
    reason: str = Field(examples=["crawler"], description="why they were taken for bots")
    visits: int = Field(examples=[12], description="which count nowhere else")


class Bots(Schema):
    items: list[BotReason] = Field(description="the most frequent first")


class VisitSessionDay(Schema):
    day: date = Field(examples=["2026-11-20"])
    sessions: int | None = Field(examples=[60], description="null where the day is not counted yet")


class VisitSessions(Schema):
    sessions: int = Field(examples=[60], description="of the days that are counted")
    days: list[VisitSessionDay] = Field(description="in UTC")
