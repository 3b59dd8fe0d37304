"""Imports of product files as jobs: taken in whole, written part by part."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from productwatch.catalog.models import ImportFault, ImportJob, ImportPart
from productwatch.catalog.services.files.importing import Importing, Outcome, Result
from productwatch.catalog.services.files.moves import largest
from productwatch.catalog.services.files.parts import File, Form, Part, format_of, read
from productwatch.catalog.services.files.rows import Fault, Unreadable
from productwatch.catalog.services.files.telling import tell_of_ended
from productwatch.platform.jobs import turns
from productwatch.platform.jobs.rows import Job
from productwatch.platform.problems import invalid
from productwatch.platform.tasks import wake

WORK = "productwatch.catalog.import_products"
MOST_FAULTS = 10_000
"""Of a job that are kept; rows are counted beyond."""

_NOTE = """
    INSERT INTO catalog_importname (job_id, name, line)
    SELECT %(job)s, * FROM unnest(%(names)s::text[], %(lines)s::integer[])
    ON CONFLICT (job_id, name) DO NOTHING
"""
_LINES = "SELECT name, line FROM catalog_importname WHERE job_id = %(job)s AND name = ANY(%(names)s)"


turns.works_on(WORK, ImportJob.objects)


@transaction.atomic
def begin(blocks: Iterable[bytes], form: Form, *, dry_run: bool, stops: bool, by: UUID | None) -> UUID:
    """Takes the file in and returns the id of its job; Invalid where it is no product file."""
    job = ImportJob.objects.create(form=form, dry_run=dry_run, stops=stops, by_id=by)
    try:
        file = File(blocks, form)
        job.header = file.format.header
        for part in file.parts():
            ImportPart.objects.create(job=job, line=part.line, rows=part.rows, content=part.content)
            job.total += part.rows
    except Unreadable as error:
        raise invalid("#", f"this is no product file: {error}") from None
    job.save()
    wake(WORK)
    return job.id


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    goes_on = turns.turn(ImportJob.objects, step)
    tell_of_ended()
    if goes_on:
        wake(WORK)


def step(job: ImportJob) -> None:
    """Writes the next part of the file, or tries to."""
    part = job.parts.order_by("line").first()
    if part is not None:
        result = _written(job, part)
        _count(job, part, result)
        _keep(job, result.faults)
        part.delete()
        if job.stops and result.faults:
            line = result.faults[0].line
            reason = f"The row in line {line} cannot be written: it, {part.rows - 1} beside it and all behind were not."
            return turns.end(job, Job.State.FAILED, reason)
    if not job.parts.exists():
        turns.end(job, Job.State.SUCCEEDED)
    return None


class _Names:
    """A job's register, in Postgres: it outlives who works on the job."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job

    def first_lines(self, named: dict[str, int]) -> dict[str, int]:
        values: dict[str, Any] = {"job": self._job.id, "names": list(named), "lines": list(named.values())}
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, values)
            cursor.execute(_LINES, values)
            return dict(cursor.fetchall())


def _written(job: ImportJob, part: ImportPart) -> Result:
    rows = read(Part(part.line, part.rows, bytes(part.content)), format_of(form_of(job), job.header))
    with transaction.atomic():
        result = Importing(_Names(job), by=job.by_id, dry=job.dry_run).write(rows)
        if job.stops and result.faults:
            transaction.set_rollback(True)
    return result


def form_of(job: ImportJob) -> Form:
    return "csv" if job.form == "csv" else "jsonl"


def _count(job: ImportJob, part: ImportPart, result: Result) -> None:
    """What was rolled back for a broken row is done with, and has come to nothing."""
    job.done += part.rows
    job.failed += result.tally[Outcome.BROKEN]
    if job.stops and result.faults:
        return
    job.created += result.tally[Outcome.CREATED]
    job.changed += result.tally[Outcome.CHANGED]
    job.unchanged += result.tally[Outcome.UNCHANGED]
    job.archived += result.tally[Outcome.ARCHIVED]
    if not job.dry_run:
        job.repriced += len(result.moves)
        job.moves = largest([*job.moves, *result.moves])


def _keep(job: ImportJob, faults: list[Fault]) -> None:
    if not faults:
        return
    room = MOST_FAULTS - job.faults.count()
    ImportFault.objects.bulk_create(
        ImportFault(
            job=job,
            line=fault.line,
            column=_shown(fault.column, 200),
            reason=_shown(fault.reason, 500),
            value=_shown(fault.value, 100),
        )
        for fault in faults[: max(room, 0)]
    )


def _shown(text: str, longest: int) -> str:
    """Postgres keeps no NUL; Unicode has a picture of it."""
    return text.replace("\0", "\N{SYMBOL FOR NULL}")[:longest]
