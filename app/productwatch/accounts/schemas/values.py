"""Kinds of fields that the schemas of accounts share."""

from typing import Annotated, Any, Literal

from ninja import Field

from productwatch.accounts.credentials import CODE, LONGEST_PASSWORD
from productwatch.platform.schema import NO_NUL

PASSWORDS, TOKENS = ["otter under the old bridge"], ["eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI2ZjFjIn0.c2lnbmF0dXJl"]

RoleName = Literal["admin", "editor", "analyst", "customer"]

OldPassword = Annotated[
    str,
    Field(max_length=LONGEST_PASSWORD, json_schema_extra=NO_NUL, description="yours, once more", examples=PASSWORDS),
]
NewPassword = Annotated[
    str,
    Field(
        min_length=10,
        max_length=LONGEST_PASSWORD,
        json_schema_extra=NO_NUL,
        description="neither common, nor like the address, nor easy to guess",
        examples=["otters under the new bridge"],
    ),
]
Code = Annotated[
    str,
    Field(
        pattern=CODE,
        description="of your authenticator app, or a recovery code; spaces and hyphens do not matter",
        examples=["492039"],
    ),
]
MailedToken = Annotated[
    str,
    Field(
        max_length=100,
        json_schema_extra=NO_NUL,
        description="came by mail",
        examples=["q0Yb1xkPz3u2v8hJtGd6nWc5rEoSaLmK9fIiXw7yZ4Q"],
    ),
]


def absent() -> Any:
    """Stands for what was left out; as a factory it is no part of the documented schema."""
