"""Exports of products as jobs: written part by part, read as one file."""

import zlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import ExportJob, ExportPart
from productwatch.catalog.services import jobs, sheets
from productwatch.catalog.services.parts import ROWS, Form
from productwatch.platform.tasks import wake

WORK = "productwatch.catalog.export_products"
EVERYTHING = selectors.Choice()
"""That the public sees."""

KEPT = timedelta(days=1)
"""How long a file is there once it is made."""

_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""RFC 1952, §2.3: deflated, of no name and no time, by a system that does not matter."""

_RAW = -zlib.MAX_WBITS
_LAST_BLOCK = b"\x03\x00"


@transaction.atomic
def begin(choice: selectors.Choice, form: Form, *, by: UUID | None) -> UUID:
    """Returns the id of the job that writes these products into a file; Invalid where there can be none such."""
    selectors.products_to_export(choice, "", 1)
    job = ExportJob.objects.create(form=form, choice=asdict(choice), by_id=by)
    wake(WORK)
    return job.id


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    if jobs.turn(ExportJob.objects, step):
        wake(WORK)


def step(job: ExportJob) -> None:
    """Writes the next products, in the order of their slugs, as they are at this moment."""
    form: Form = "csv" if job.form == "csv" else "jsonl"
    choice = selectors.Choice(**{**job.choice, "attributes": tuple(job.choice["attributes"])})
    rows = selectors.products_to_export(choice, job.position, ROWS)
    content = sheets.header(form) * (job.done == 0) + sheets.lines(rows, form)
    packed = _packed(content)
    ExportPart.objects.create(job=job, number=job.done, content=packed)
    job.crc = zlib.crc32(content, job.crc)
    job.size += len(content)
    job.packed += len(packed)
    job.done += len(rows)
    job.position = rows[-1]["slug"] if rows else job.position
    if len(rows) < ROWS:
        jobs.end(job, jobs.State.SUCCEEDED)


def plain(job: ExportJob) -> Iterator[bytes]:
    """The bytes of the file."""
    return (zlib.decompressobj(_RAW).decompress(part) for part in _parts(job))


def gzipped(job: ExportJob) -> Iterator[bytes]:
    """The same as one gzip member."""
    yield _GZIP
    yield from _parts(job)
    yield _LAST_BLOCK + job.crc.to_bytes(4, "little") + (job.size % 2**32).to_bytes(4, "little")


def gzipped_size(job: ExportJob) -> int:
    return len(_GZIP) + job.packed + len(_LAST_BLOCK) + 8


def _packed(content: bytes) -> bytes:
    """Ends at a whole byte, so that others can follow, and refers to nothing before it."""
    deflated = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    return deflated.compress(content) + deflated.flush(zlib.Z_FULL_FLUSH)


def _parts(job: ExportJob) -> Iterator[bytes]:
    parts = ExportPart.objects.filter(job=job).order_by("number").values_list("content", flat=True)
    return (bytes(part) for part in parts.iterator(chunk_size=1))
