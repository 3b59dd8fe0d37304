"""The catalog's tasks, which Beat sends from time to time; each may run twice at once without harm."""

from celery import shared_task

from productwatch.catalog.services import forgetting, processing, publishing


@shared_task(name=publishing.PUBLISH_DUE)
def publish_due() -> int:
    return publishing.publish_due()


@shared_task(name=processing.PROCESS)
def process_images() -> int:
    return processing.process_images()


@shared_task(name="productwatch.catalog.forget_images")
def forget_images() -> int:
    return forgetting.forget_removed() + forgetting.forget_stray_uploads()
