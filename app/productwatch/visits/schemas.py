"""What the visits' API takes and gives."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator

from productwatch.platform.schema import Filters, Next, Page
from productwatch.visits.origins import LONGEST, Campaign, Told, bounded

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _only_iso(given: Any) -> Any:
    """Pydantic would take a number for seconds since 1970."""
    if isinstance(given, str) and not _DATE.fullmatch(given):
        raise ValueError("must be a date like 2026-11-20")
    return given


Day = Annotated[date, BeforeValidator(_only_iso)]


class VisitedPage(Filters):
    """The page that tells of the visit, as far as it wants to; what is left out is read from Referer."""

    referrer: str | None = Field(
        None,
        max_length=2000,
        description="its own referrer, of which the host is kept",
        examples=["https://example.org/"],
    )
    utm_source: str | None = Field(None, max_length=LONGEST, examples=["newsletter"])
    utm_medium: str | None = Field(None, max_length=LONGEST, examples=["email"])
    utm_campaign: str | None = Field(None, max_length=LONGEST, examples=["spring"])

    def told(self) -> Told:
        given = (self.utm_source, self.utm_medium, self.utm_campaign)
        named = Campaign(*(bounded(value or "") for value in given)) if any(given) else None
        return Told(self.referrer, named)


class Days(Filters):
    """Which days, both inclusive, as the clocks of a zone show them."""

    first: Day | None = Field(None, alias="from", description="the first day; 29 days before `to` if left out")
    last: Day | None = Field(None, alias="to", description="the last day; today if left out")
    tz: str = Field(
        "UTC", max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$", description="IANA time zone", examples=["Europe/Berlin"]
    )


class Series(Days):
    interval: Literal["day", "hour"] = Field("day", description="up to 366 days by day, up to 31 by hour")


class Ranking(Days, Page):
    """A page of what was visited in those days."""


class Bucket(Schema):
    start: str = Field(json_schema_extra={"format": "date-time"}, description="with the zone's offset at that time")
    visits: int
    visitors: int = Field(description="of this bucket alone")


class Analytics(Schema):
    visits: int
    visitors: int = Field(description="daily visitors added up: who comes again on another day counts again")
    series: list[Bucket]


class VisitedProduct(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    visits: int
    visitors: int = Field(description="daily visitors added up: who comes again on another day counts again")


class Overview(Analytics):
    top: list[VisitedProduct] = Field(description="the ten most visited products")


class Minute(Schema):
    start: str = Field(json_schema_extra={"format": "date-time"}, description="in UTC")
    visits: int


class RecentlyVisited(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    visits: int


class Recent(Schema):
    visits: int
    minutes: list[Minute] = Field(description="thirty, of which the last one is under way")
    top: list[RecentlyVisited] = Field(
        description="the ten that were visited most in the running quarter of an hour and the two before"
    )


class VisitedProductPage(Schema):
    items: list[VisitedProduct]
    next: Next
