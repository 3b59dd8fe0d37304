"""Which days are asked for."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field
from pydantic import BeforeValidator

from productwatch.platform.schema import Filters, Page
from productwatch.visits import periods

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _parsed(given: Any) -> date:
    """Pydantic would take a number for seconds since 1970."""
    if not isinstance(given, str) or not _DATE.fullmatch(given):
        raise ValueError("must be a date like 2026-11-20")
    return date.fromisoformat(given)


Day = Annotated[date, BeforeValidator(_parsed)]


class Days(Filters):
    """Which days, both inclusive, as the clocks of a zone show them."""

    first: Day | None = Field(None, alias="from", description="the first day; 29 days before `to` if left out")
    last: Day | None = Field(None, alias="to", description="the last day; today if left out")
    tz: str = Field(
        "UTC", max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$", description="IANA time zone", examples=["Europe/Berlin"]
    )

    def period(self) -> periods.Period:
        """Invalid where there can be none."""
        return periods.asked_for(self.first, self.last, self.tz)


class Series(Days):
    interval: Literal["hour", "day", "week", "month"] = Field(
        "day",
        description="up to 31 days by hour, a year by day, five by week, ten by month; weeks begin on Monday, and the"
        " first and last week or month may lie in the days in part only",
    )
    compare: bool = Field(False, description="also tell of as many days directly before")

    def period(self) -> periods.Period:
        return periods.asked_for(self.first, self.last, self.tz, self.interval)


class Ranking(Days, Page):
    """A page of what was visited in those days."""
