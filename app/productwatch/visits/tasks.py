"""The visits' tasks, which Beat sends each minute."""

from celery import shared_task

from productwatch.visits.services import closing, upkeep


@shared_task(name="productwatch.visits.upkeep")
def keep_up() -> int:
    return upkeep.keep_up()


@shared_task(name="productwatch.visits.close_days")
def close_days() -> int:
    return closing.close_days()
