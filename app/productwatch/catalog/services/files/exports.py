"""Exports of products as jobs: written part by part, read as one file."""

import zlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import ExportJob, ExportPart
from productwatch.catalog.services.files import sheets
from productwatch.catalog.services.files.parts import ROWS, Form
from productwatch.platform import deflated
from productwatch.platform.deflated import Size
from productwatch.platform.jobs import turns
from productwatch.platform.jobs.rows import Job
from productwatch.platform.tasks import wake

WORK = "productwatch.catalog.export_products"
EVERYTHING = selectors.Choice()
"""That the public sees."""

KEPT = timedelta(days=1)
"""How long a file is there once it is made."""


turns.works_on(WORK, ExportJob.objects)


@transaction.atomic
def begin(choice: selectors.Choice, form: Form, *, by: UUID | None) -> UUID:
    """Returns the id of the job that writes these products into a file; Invalid where there can be none such."""
    selectors.products_to_export(choice, "", 1)
    job = ExportJob.objects.create(form=form, choice=asdict(choice), by_id=by)
    wake(WORK)
    return job.id


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    if turns.turn(ExportJob.objects, step):
        wake(WORK)


def step(job: ExportJob) -> None:
    """Writes the next products, in the order of their slugs, as they are at this moment."""
    form: Form = "csv" if job.form == "csv" else "jsonl"
    choice = selectors.Choice(**{**job.choice, "attributes": tuple(job.choice["attributes"])})
    rows = selectors.products_to_export(choice, job.position, ROWS)
    content = sheets.header(form) * (job.done == 0) + sheets.lines(rows, form)
    packed = deflated.packed(content)
    ExportPart.objects.create(job=job, number=job.done, content=packed)
    job.crc = zlib.crc32(content, job.crc)
    job.size += len(content)
    job.packed += len(packed)
    job.done += len(rows)
    job.position = rows[-1]["slug"] if rows else job.position
    if len(rows) < ROWS:
        turns.end(job, Job.State.SUCCEEDED)


def plain(job: ExportJob) -> Iterator[bytes]:
    """The bytes of the file."""
    return deflated.plain(_pieces(job))


def gzipped(job: ExportJob) -> Iterator[bytes]:
    """The same as one gzip member."""
    return deflated.gzipped(_pieces(job), size(job))


def size(job: ExportJob) -> Size:
    return Size(job.size, job.crc, job.packed)


def _pieces(job: ExportJob) -> Iterator[bytes]:
    pieces = ExportPart.objects.filter(job=job).order_by("number").values_list("content", flat=True)
    return (bytes(piece) for piece in pieces.iterator(chunk_size=1))
