"""The visits' task, which Beat sends each minute."""

from celery import shared_task

from productwatch.visits.services import upkeep


@shared_task(name="productwatch.visits.upkeep")
def keep_up() -> int:
    return upkeep.keep_up()
