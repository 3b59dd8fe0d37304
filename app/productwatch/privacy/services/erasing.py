"""Erasure of accounts: closed at once, and then emptied by a job, part by part, whoever is killed meanwhile."""

from uuid import UUID

from django.db import transaction

from productwatch.accounts.services.closing import close
from productwatch.audit.actors import Actor
from productwatch.platform import personal_data
from productwatch.platform.jobs import turns
from productwatch.platform.jobs.rows import Job
from productwatch.platform.personal_data import Person
from productwatch.platform.tasks import wake
from productwatch.privacy.models import Erasure

WORK = "productwatch.privacy.erase_accounts"
turns.works_on(WORK, Erasure.objects)


@transaction.atomic
def erase(user_id: UUID, by: Actor) -> None:
    """Nobody is signed in to the account any more; what it leaves goes from now on.

    NotFound where there is no such account, Conflict where no active admin would be left.
    """
    person = close(user_id, by)
    Erasure.objects.create(user_id=person.id, address=person.address)
    wake(WORK)


def work() -> None:
    """A worker's turn; it comes again while there is work."""
    if turns.turn(Erasure.objects, step):
        wake(WORK)


def step(job: Erasure) -> None:
    """Erases the next slice of the part that the job has come to; one that has none left is done with."""
    parts = personal_data.parts()
    if parts[job.done].erase(Person(job.user_id, job.address)):
        return
    job.done += 1
    if job.done == len(parts):
        job.passes += 1
        job.address = ""
        turns.end(job, Job.State.SUCCEEDED)
