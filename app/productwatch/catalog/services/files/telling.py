"""Telling of an import that is over, once, however it ended: whoever comes next finds it."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from productwatch.catalog.models import ImportJob
from productwatch.catalog.services.files.importing import Outcome, Tally
from productwatch.catalog.services.files.moves import Move, largest
from productwatch.events import services as events
from productwatch.platform.jobs.rows import OPEN

ENDED = "products.import_ended"


def tell_of_ended() -> None:
    """An event for each import that is over and has changed a price."""
    untold = ImportJob.objects.exclude(state__in=OPEN).filter(told=False, repriced__gt=0)
    for job_id in untold.values_list("id", flat=True):
        _tell_of(job_id)


def tell(source: str, counts: Tally, repriced: int, moves: Sequence[Move], job_id: str | None = None) -> None:
    """Adds the event of an import that changed so many prices; `moves` are those that count."""
    told = {outcome.value: counts[outcome] for outcome in Outcome}
    events.record(ENDED, source, told | {"repriced": repriced, "moves": largest(moves), "job": job_id})


@transaction.atomic
def _tell_of(job_id: UUID) -> None:
    if not ImportJob.objects.filter(id=job_id, told=False).update(told=True):
        return
    job = ImportJob.objects.get(id=job_id)
    counts = Counter(
        {outcome: getattr(job, outcome.value if outcome != Outcome.BROKEN else "failed") for outcome in Outcome}
    )
    tell(str(job.id), counts, job.repriced, job.moves, str(job.id))
