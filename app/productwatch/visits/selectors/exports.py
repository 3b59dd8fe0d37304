"""Exports: how far they are."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from productwatch.platform import paging
from productwatch.platform.jobs.rows import OPEN, Job
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.reads import Representation
from productwatch.visits.models import VisitExport

Row = dict[str, Any]

_NEWEST = paging.Order(("created_at", "id"), descending=True)
_AS_IT_IS = ("id", "state", "view", "tz", "interval", "size", "created_at", "started_at", "finished_at")
_COLUMNS = (*_AS_IT_IS, "first", "last", "reason", "done")


def export_job(job_id: UUID, kept: timedelta) -> tuple[Representation, bool]:
    """The export's JSON, whose file is `kept` for so long, and whether it is over; NotFound where there is none."""
    row = VisitExport.objects.filter(id=job_id).values(*_COLUMNS).first()
    if row is None:
        raise _no_job()
    return Representation(orjson.dumps(_shown(row, kept))), row["state"] not in OPEN


def export_job_page(cursor: str | None, limit: int, kept: timedelta) -> Row:
    page = paging.page(VisitExport.objects.values(*_COLUMNS), _NEWEST, ["visit exports"], cursor, limit)
    return page | {"items": [_shown(row, kept) for row in page["items"]]}


def finished_export(job_id: UUID) -> VisitExport:
    """NotFound where there is none, or not any more; Conflict where it has no file."""
    found = VisitExport.objects.filter(id=job_id).first()
    if found is None:
        raise _no_job()
    if found.state != Job.State.SUCCEEDED:
        raise Conflict(f"There is no file: the job is {found.state}.")
    return found


def export_jobs_by_state() -> list[tuple[str, str, int]]:
    """Kind, state and number of those that are kept."""
    return [("visit_export", state, VisitExport.objects.filter(state=state).count()) for state in Job.State.values]


def _shown(row: Row, kept: timedelta) -> Row:
    finished = row["finished_at"]
    return {name: row[name] for name in _AS_IT_IS} | {
        "from": row["first"],
        "to": row["last"],
        "reason": row["reason"] or None,
        "rows": row["done"],
        "expires_at": finished and finished + kept,
    }


def _no_job() -> NotFound:
    return NotFound("There is no such job, or not any more.")
