"""The catalog's task, which Beat sends each minute."""

from celery import shared_task

from productwatch.catalog.services import publishing


@shared_task(name=publishing.PUBLISH_DUE)
def publish_due() -> int:
    return publishing.publish_due()
