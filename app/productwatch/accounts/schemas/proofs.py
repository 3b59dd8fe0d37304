"""Showing once more who one is."""

from ninja import Field

from productwatch.accounts.credentials import LONGEST_PASSWORD
from productwatch.accounts.schemas.values import PASSWORDS, Code
from productwatch.platform.schema import NO_NUL, Body


class Proof(Body):
    password: str | None = Field(
        None,
        max_length=LONGEST_PASSWORD,
        json_schema_extra=NO_NUL,
        description="yours, once more; who has none must have signed in within ten minutes",
        examples=PASSWORDS,
    )
    code: Code | None = Field(None, description="where you have a second factor", examples=[None])
