"""Reading jobs: what became of imports and exports so far."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Sum

from productwatch.catalog.models import ExportJob, ImportFault, ImportJob
from productwatch.platform import paging
from productwatch.platform.jobs.rows import OPEN, Job
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.reads import Representation

Row = dict[str, Any]

_NEWEST, _BY_LINE = paging.Order(("created_at", "id"), descending=True), paging.Order(("line", "id"))
_PLAIN = ("id", "state", "form", "reason", "created_at", "started_at", "finished_at")
_ROWS = ("total", "done", "created", "changed", "unchanged", "archived", "failed")


def import_job(job_id: UUID) -> tuple[Representation, bool]:
    """The import's JSON, and whether it is over; NotFound where there is none, or not any more."""
    return _told(ImportJob.objects.filter(id=job_id).values(*_PLAIN, *_ROWS, "dry_run", "stops").first(), _import)


def import_job_page(cursor: str | None, limit: int) -> Row:
    rows = ImportJob.objects.values(*_PLAIN, *_ROWS, "dry_run", "stops")
    return _page(rows, ["imports"], cursor, limit, _import)


def import_fault_page(job_id: UUID, cursor: str | None, limit: int) -> Row:
    """NotFound where there is no such import."""
    rows: Any = ImportFault.objects.filter(job=job_id).values("id", "line", "column", "reason", "value")
    page = paging.page(rows, _BY_LINE, ["faults", job_id], cursor, limit)
    if not page["items"] and not ImportJob.objects.filter(id=job_id).exists():
        raise _no_job()
    items = [
        {"line": row["line"], "column": row["column"], "detail": row["reason"], "value": row["value"]}
        for row in page["items"]
    ]
    return page | {"items": items}


def export_job(job_id: UUID, kept: timedelta) -> tuple[Representation, bool]:
    """The same of an export, whose file is `kept` for so long."""
    found = ExportJob.objects.filter(id=job_id).values(*_PLAIN, "done", "size").first()
    return _told(found, lambda row: _export(row, kept))


def export_job_page(cursor: str | None, limit: int, kept: timedelta) -> Row:
    rows = ExportJob.objects.values(*_PLAIN, "done", "size")
    return _page(rows, ["exports"], cursor, limit, lambda row: _export(row, kept))


def finished_export(job_id: UUID) -> ExportJob:
    """NotFound where there is none, or not any more; Conflict where it has no file."""
    found = ExportJob.objects.filter(id=job_id).first()
    if found is None:
        raise _no_job()
    if found.state != Job.State.SUCCEEDED:
        raise Conflict(f"There is no file: the job is {found.state}.")
    return found


def jobs_by_state() -> list[tuple[str, str, int]]:
    """Kind, state and number of the jobs that are kept."""
    kinds = (("import", ImportJob.objects), ("export", ExportJob.objects))
    return [(kind, state, jobs.filter(state=state).count()) for kind, jobs in kinds for state in Job.State.values]


def open_jobs(at_most: int = 5) -> list[Row]:
    """The oldest of each kind that are not over: kind, state, and rows done."""
    kinds = (("import", ImportJob.objects), ("export", ExportJob.objects))
    return [
        {"kind": kind, "state": state, "done": done}
        for kind, jobs in kinds
        for state, done in jobs.filter(state__in=OPEN).order_by("created_at").values_list("state", "done")[:at_most]
    ]


def import_rows() -> dict[str, int]:
    """How many rows of the imports that are kept have come to what."""
    found = ImportJob.objects.aggregate(**{name: Sum(name, default=0) for name in _ROWS[2:]})
    return {name: int(count) for name, count in found.items()}


def _page(rows: Any, scope: list[str], cursor: str | None, limit: int, shown: Any) -> Row:
    page = paging.page(rows, _NEWEST, scope, cursor, limit)
    return page | {"items": [shown(row) for row in page["items"]]}


def _told(row: Row | None, shown: Any) -> tuple[Representation, bool]:
    if row is None:
        raise _no_job()
    is_over = row["state"] not in OPEN
    return Representation(orjson.dumps(shown(row))), is_over


def _import(row: Row) -> Row:
    rows = {name: row.pop(name) for name in _ROWS}
    return _job(row) | {"dry_run": row["dry_run"], "on_error": "stop" if row["stops"] else "skip", "rows": rows}


def _export(row: Row, kept: timedelta) -> Row:
    finished = row["finished_at"]
    return _job(row) | {"rows": row["done"], "size": row["size"], "expires_at": finished and finished + kept}


def _job(row: Row) -> Row:
    times = {name: row[name] for name in ("created_at", "started_at", "finished_at")}
    return {"id": row["id"], "state": row["state"], "format": row["form"], "reason": row["reason"] or None, **times}


def _no_job() -> NotFound:
    return NotFound("There is no such job, or not any more.")
