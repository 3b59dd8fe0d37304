"""What the API takes and gives of jobs: imports and exports of product files."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.catalog.schemas.products import Status
from productwatch.catalog.schemas.values import MOST_ASKED, AskedAttribute, Brand, Slug, Tag
from productwatch.platform.schema import Body, Filters, Next

State = Literal["queued", "running", "succeeded", "failed", "cancelled"]
Form = Literal["csv", "jsonl"]


class Importing(Filters):
    dry_run: bool = Field(False, description="tell what would become of the rows, and write nothing")
    on_error: Literal["skip", "stop"] = Field(
        "skip",
        description="what a row that cannot be written does: it alone is left out, or the job ends with its part (of up"
        " to 1,000 rows) unwritten; parts before it stay",
    )


class ImportRows(Schema):
    total: int = Field(examples=[100_000], description="in the file")
    done: int = Field(examples=[42_000], description="of which the others tell")
    created: int = Field(examples=[41_000])
    changed: int = Field(examples=[900])
    unchanged: int = Field(examples=[90])
    archived: int = Field(examples=[7], description="whose products are archived, and stay so as they are")
    failed: int = Field(examples=[3], description="see the job's errors")


class Job(Schema):
    id: UUID
    state: State = Field(examples=["running"])
    format: Form = Field(examples=["csv"])
    reason: str | None = Field(examples=[None], description="why it failed")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ImportJob(Job):
    dry_run: bool = Field(examples=[False])
    on_error: Literal["skip", "stop"] = Field(examples=["skip"])
    rows: ImportRows


class ImportJobPage(Schema):
    items: list[ImportJob] = Field(description="the newest first")
    next: Next


class RowError(Schema):
    line: int = Field(examples=[3], description="where the row begins in the file")
    column: str = Field(examples=["price"], description="or the way to a member; empty where all of the row is wrong")
    detail: str = Field(examples=["must be a decimal number from zero up, such as 10.00"])
    value: str = Field(examples=["10,00"], description="what stands there, its first 100 characters")


class RowErrorPage(Schema):
    items: list[RowError] = Field(description="by their lines; the first 10,000 of a job are kept")
    next: Next


class ExportIn(Body):
    """Which products are written: those of the list with the same filters."""

    format: Form = Field("csv", examples=["csv"])
    category: Slug | None = Field(None, description="only what lies in this category or below it", examples=[None])
    brand: Brand | None = Field(None, examples=[None])
    tag: Tag | None = Field(None, examples=[None])
    type: Slug | None = Field(None, examples=[None])
    attribute: list[AskedAttribute] = Field(default_factory=list, max_length=MOST_ASKED, examples=[[]])
    status: Status | None = Field(None, description="instead of what is published", examples=[None])


class ExportJob(Job):
    rows: int = Field(examples=[42_000], description="written so far")
    size: int = Field(examples=[12_345_678], description="in bytes, so far")
    expires_at: datetime | None = Field(description="from then on the file is gone, and the job with it")


class ExportJobPage(Schema):
    items: list[ExportJob] = Field(description="the newest first")
    next: Next
