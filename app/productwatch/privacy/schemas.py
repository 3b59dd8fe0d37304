"""What the routes of one's own data take and give."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.credentials import CODE, LONGEST_PASSWORD
from productwatch.platform.schema import NO_NUL, Body, Next


class Reauthentication(Body):
    """Who asks shows once more to be who they are."""

    password: str | None = Field(
        None,
        max_length=LONGEST_PASSWORD,
        description="yours, once more; who has none must have signed in within the last ten minutes",
        json_schema_extra=NO_NUL,
        examples=["otter under the old bridge"],
    )
    code: str | None = Field(
        None,
        pattern=CODE,
        description="of your authenticator app, or a recovery code, where you have a second factor",
        examples=[None],
    )


class Parts(Schema):
    done: int = Field(examples=[4])
    total: int = Field(examples=[12])


class AccountExport(Schema):
    id: UUID
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"] = Field(examples=["running"])
    reason: str | None = Field(examples=[None], description="why it failed")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    parts: Parts
    size: int = Field(examples=[12_345], description="in bytes, so far")
    expires_at: datetime | None = Field(description="from then on the file is gone, and the job with it")


class AccountDocument(Schema):
    """What the file of an export holds."""

    form: Literal["productwatch-account/1"] = Field(description="another number where a reader of this would go wrong")
    made_at: datetime = Field(description="when its writing began; each part is of the moment that it was written at")
    user_id: UUID
    parts: dict[str, list[dict[str, Any]]] = Field(
        description="all that is kept of you, by what it is: the manual names them",
        examples=[{"follows": [{"product_id": "6f1c0f53-7f2c-4f0c-9d57-0b6a4f3f8a52"}]}],
    )


class AccountExports(Schema):
    items: list[AccountExport] = Field(description="the newest first")
    next: Next
