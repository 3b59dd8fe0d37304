"""The accounts' work for the clock."""

from celery import shared_task

from productwatch.accounts.services import upkeep


@shared_task(name="productwatch.accounts.forget_expired")
def forget_expired() -> int:
    return upkeep.forget_expired()
