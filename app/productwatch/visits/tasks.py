"""The visits' tasks."""

from celery import shared_task

from productwatch.visits.services import closing, exporting, upkeep


@shared_task(name="productwatch.visits.upkeep")
def keep_up() -> int:
    return upkeep.keep_up()


@shared_task(name="productwatch.visits.close_days")
def close_days() -> int:
    return closing.close_days()


@shared_task(name=exporting.WORK)
def export() -> None:
    exporting.work()


@shared_task(name="productwatch.visits.forget_exports")
def forget_exports() -> int:
    return exporting.forget()
