"""Moments that the catalog's API takes: written out, with their zone (RFC 3339)."""

import re
from datetime import UTC, datetime
from typing import Annotated

from ninja import Field
from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2})")


def _written_out(moment: object) -> object:
    """Numbers, dates alone and times of no zone are none, though pydantic would read them."""
    if not isinstance(moment, str) or not _MOMENT.fullmatch(moment):
        raise PydanticCustomError("moment", "must be a time as 2026-12-24T18:00:00+01:00, with its zone")
    return moment


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("moment", "must be a time between the years 1 and 9999") from None


Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_written_out), AfterValidator(_in_utc)]
"""In UTC."""
