"""Files of what was visited, as jobs: written page by page of the ranking, or at once where they are of times."""

import csv
import zlib
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from productwatch.audit.actors import Actor
from productwatch.audit.services import Subject, record
from productwatch.platform import clock, deflated
from productwatch.platform.cursors import Cursors
from productwatch.platform.deflated import Size
from productwatch.platform.jobs import turns
from productwatch.platform.jobs.rows import Job
from productwatch.platform.tasks import wake
from productwatch.visits import selectors
from productwatch.visits.models import VisitExport, VisitExportPart
from productwatch.visits.periods import Interval, Period

WORK = "productwatch.visits.export"
turns.works_on(WORK, VisitExport.objects)

KEPT = timedelta(days=1)
"""How long a file is there once it is made."""

ROWS = 1000
"""That a step writes."""

SERIES = "series"
_COUNTS = ("visits", "visitors")
_NAMED, _TRAIT = ("slug", "name", *_COUNTS), ("value", *_COUNTS)
COLUMNS: dict[str, tuple[str, ...]] = {
    SERIES: ("start", *_COUNTS),
    "products": _NAMED,
    "categories": _NAMED,
    "referrers": _TRAIT,
    "campaigns": ("source", "medium", "campaign", *_COUNTS),
    "devices": _TRAIT,
    "browsers": _TRAIT,
    "countries": _TRAIT,
}
"""Of each view."""

_DIMENSIONS: dict[str, selectors.Dimension] = {
    "products": "product",
    "categories": "category",
    "referrers": "referrer",
    "campaigns": "campaign",
    "devices": "device",
    "browsers": "browser",
    "countries": "country",
}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def begin(view: str, period: Period, *, user_id: UUID, by: Actor) -> UUID:
    """Returns the id of the job that writes the file."""
    days = {"first": period.first, "last": period.last, "tz": period.zone.key, "interval": period.interval}
    job = VisitExport.objects.create(view=view, by_id=user_id, **days)
    record("analytics-exported", by, Subject("visits", None), view=view, days=f"{period.first}/{period.last}")
    wake(WORK)
    return job.id


@transaction.atomic
def stop(job_id: UUID, *, by: Actor) -> None:
    """NotFound is raised where there is no such job, Conflict where it is over."""
    turns.cancel(VisitExport.objects, job_id)
    record("analytics-export-cancelled", by, Subject("visits", None), job=str(job_id))


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    if turns.turn(VisitExport.objects, step):
        wake(WORK)


def step(job: VisitExport) -> None:
    """Writes the next rows."""
    rows, following = _rows(job)
    _write(job, rows)
    job.done += len(rows)
    job.cursor = following or ""
    if following is None:
        turns.end(job, Job.State.SUCCEEDED)


def forget() -> int:
    """Lets go of files whose time is over; returns how many those were."""
    gone, _ = VisitExport.objects.filter(finished_at__lte=clock.now() - KEPT).delete()
    return gone


def plain(job: VisitExport) -> Iterator[bytes]:
    """The bytes of the file."""
    return deflated.plain(_pieces(job))


def gzipped(job: VisitExport) -> Iterator[bytes]:
    """The same as one gzip member."""
    return deflated.gzipped(_pieces(job), size(job))


def size(job: VisitExport) -> Size:
    return Size(job.size, job.crc, job.packed)


def _rows(job: VisitExport) -> tuple[list[dict[str, Any]], str | None]:
    """The next ones, and the cursor of those behind them."""
    period = Period(job.first, job.last, ZoneInfo(job.tz), cast("Interval", job.interval))
    if job.view == SERIES:
        return selectors.analytics(period)["series"], None
    page = selectors.breakdown(period, _DIMENSIONS[job.view], Cursors("export", job.id), job.cursor or None, ROWS)
    return page["items"], page["next"]


def _write(job: VisitExport, rows: list[dict[str, Any]]) -> None:
    text, columns = StringIO(), COLUMNS[job.view]
    lines = csv.writer(text)
    if not job.size:
        lines.writerow(columns)
    lines.writerows([_cell(row[column]) for column in columns] for row in rows)
    content = text.getvalue().encode()
    packed = deflated.packed(content)
    VisitExportPart.objects.create(job=job, number=job.done, content=packed)
    job.crc = zlib.crc32(content, job.crc)
    job.size += len(content)
    job.packed += len(packed)


def _cell(value: object) -> object:
    """What strangers name, as campaigns, must be no formula to a spreadsheet (OWASP: CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value


def _pieces(job: VisitExport) -> Iterator[bytes]:
    pieces = VisitExportPart.objects.filter(job=job).order_by("number").values_list("content", flat=True)
    return (bytes(piece) for piece in pieces.iterator(chunk_size=1))
