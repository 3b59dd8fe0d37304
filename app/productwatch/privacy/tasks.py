"""The work of this domain, for workers and the clock; any of it may run twice at once without harm."""

from celery import shared_task

from productwatch.privacy.services import erasing, exporting, tidying


@shared_task(name=exporting.WORK)
def export_accounts() -> None:
    exporting.work()


@shared_task(name=erasing.WORK)
def erase_accounts() -> None:
    erasing.work()


@shared_task(name="productwatch.privacy.tidy")
def tidy() -> int:
    return tidying.tidy()
