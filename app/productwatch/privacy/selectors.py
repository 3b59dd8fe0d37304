"""Reading how far somebody's own exports are."""

from typing import Any
from uuid import UUID

from productwatch.platform import paging
from productwatch.platform.jobs.rows import Job
from productwatch.platform.problems import Conflict, NotFound
from productwatch.privacy.lifetimes import EXPORT_KEPT
from productwatch.privacy.models import AccountExport, Erasure

Row = dict[str, Any]

_COLUMNS = ("id", "state", "reason", "created_at", "started_at", "finished_at", "done", "total", "size")
_NEWEST_FIRST = paging.Order(("created_at", "id"), descending=True)


def export_page(user_id: UUID, cursor: str | None, limit: int) -> Row:
    """A page of the user's exports; Invalid where the cursor is of another list."""
    rows = AccountExport.objects.filter(user_id=user_id).values(*_COLUMNS)
    page = paging.page(rows, _NEWEST_FIRST, ["account-exports", user_id], cursor, limit)
    return page | {"items": [_shown(row) for row in page["items"]]}


def export(user_id: UUID, export_id: UUID) -> Row:
    """NotFound where the user has no such export, or not any more."""
    row = AccountExport.objects.filter(user_id=user_id, id=export_id).values(*_COLUMNS).first()
    if row is None:
        raise _no_export()
    return _shown(row)


def finished_export(user_id: UUID, export_id: UUID) -> AccountExport:
    """NotFound as above; Conflict where there is no file."""
    found = AccountExport.objects.filter(user_id=user_id, id=export_id).first()
    if found is None:
        raise _no_export()
    if found.state != Job.State.SUCCEEDED:
        raise Conflict(f"There is no file: the job is {found.state}.")
    return found


def jobs_by_state() -> list[tuple[str, str, int]]:
    """Kind, state and number of the jobs that are kept."""
    kinds = (("account_export", AccountExport.objects), ("erasure", Erasure.objects))
    return [(kind, state, jobs.filter(state=state).count()) for kind, jobs in kinds for state in Job.State.values]


def _shown(row: Row) -> Row:
    parts = {"done": row.pop("done"), "total": row.pop("total")}
    finished = row["finished_at"]
    expires = finished + EXPORT_KEPT if finished else None
    return row | {"reason": row["reason"] or None, "parts": parts, "expires_at": expires}


def _no_export() -> NotFound:
    return NotFound("You have no such export, or not any more.")
