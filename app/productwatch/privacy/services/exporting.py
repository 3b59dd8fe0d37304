"""Exports of accounts as jobs: one JSON document, written page by page of what each part tells."""

import zlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from productwatch.accounts import selectors as accounts
from productwatch.accounts.services import auditing
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform import clock, deflated, personal_data
from productwatch.platform.database import give_back
from productwatch.platform.deflated import Size
from productwatch.platform.jobs import turns
from productwatch.platform.jobs.rows import Job
from productwatch.platform.personal_data import Row
from productwatch.platform.problems import Conflict
from productwatch.platform.tasks import wake
from productwatch.privacy.models import AccountExport, AccountExportPiece

WORK = "productwatch.privacy.export_accounts"
turns.works_on(WORK, AccountExport.objects)
FORM = "productwatch-account/1"
"""What the document says of its own form; another number when a reader of this one would go wrong."""

ROWS = 500
"""Of a part that a step tells."""

MOST, WITHIN = 3, timedelta(days=1)


def begin(user_id: UUID, by: Actor) -> UUID:
    """Returns the id of the job that writes the file; Conflict where one is being written, or there were enough."""
    try:
        return _begun(user_id, by)
    except IntegrityError:
        raise Conflict("An export of your account is being written already.") from None


@transaction.atomic
def _begun(user_id: UUID, by: Actor) -> UUID:
    if AccountExport.objects.filter(user_id=user_id, created_at__gt=clock.now() - WITHIN).count() >= MOST:
        raise Conflict(f"There were {MOST} exports within a day: take one of those, or ask again tomorrow.")
    job = AccountExport.objects.create(user_id=user_id, total=len(personal_data.parts()))
    record(auditing.ACCOUNT_EXPORTED, by, auditing.the_user(user_id))
    wake(WORK)
    return job.id


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    if turns.turn(AccountExport.objects, step):
        wake(WORK)


def step(job: AccountExport) -> None:
    """Writes the next rows of the part that the job has come to."""
    person, parts = accounts.person(job.user_id), personal_data.parts()
    if person is None:
        return turns.end(job, Job.State.CANCELLED, "The account is gone.")
    part = parts[job.done]
    rows, last = part.page(person, job.after, ROWS)
    _write(job, _opening(job, part.name, rows) + b",".join(map(_told, rows)) + (b"" if last else b"\n]"))
    job.after, job.done = last, job.done + (last is None)
    if job.done == len(parts):
        _write(job, b"}}\n")
        turns.end(job, Job.State.SUCCEEDED)
    return None


def gzipped(job: AccountExport) -> Iterator[bytes]:
    return deflated.gzipped(_pieces(job), _size(job))


def plain(job: AccountExport) -> Iterator[bytes]:
    return deflated.plain(_pieces(job))


def gzipped_size(job: AccountExport) -> int:
    return _size(job).gzipped


def _opening(job: AccountExport, name: str, rows: list[Row]) -> bytes:
    """What stands before these rows: the document's beginning, the part's, or what parts them from those before."""
    if job.after:
        return b"," if rows else b""
    head = {"form": FORM, "made_at": clock.now(), "user_id": job.user_id}
    start = orjson.dumps(head)[:-1] + b',"parts":{' if job.done == 0 else b","
    return start + orjson.dumps(name) + b":["


def _told(row: Row) -> bytes:
    return b"\n" + orjson.dumps(row)


def _write(job: AccountExport, content: bytes) -> None:
    packed = deflated.packed(content)
    AccountExportPiece.objects.create(job=job, number=job.pieces, content=packed)
    job.crc = zlib.crc32(content, job.crc)
    job.pieces += 1
    job.size += len(content)
    job.packed += len(packed)


def _size(job: AccountExport) -> Size:
    return Size(job.size, job.crc, job.packed)


def _pieces(job: AccountExport) -> Iterator[bytes]:
    """One by one; whoever reads slowly holds no connection to the database meanwhile."""
    for number in range(job.pieces):
        piece = AccountExportPiece.objects.values_list("content", flat=True).get(job=job, number=number)
        give_back()
        yield bytes(piece)
