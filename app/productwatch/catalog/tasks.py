"""The catalog's tasks: each does what waits and ends soon; any may run twice at once without harm."""

from celery import shared_task

from productwatch.catalog.services.files import exports, imports, tidying
from productwatch.catalog.services.images import forgetting, processing
from productwatch.catalog.services.products import publishing
from productwatch.catalog.services.search import vocabulary


@shared_task(name=publishing.PUBLISH_DUE)
def publish_due() -> int:
    return publishing.publish_due()


@shared_task(name=processing.PROCESS)
def process_images() -> int:
    return processing.process_images()


@shared_task(name="productwatch.catalog.forget_images")
def forget_images() -> int:
    return forgetting.forget_removed() + forgetting.forget_stray_uploads()


@shared_task(name=imports.WORK)
def import_products() -> None:
    imports.work()


@shared_task(name=exports.WORK)
def export_products() -> None:
    exports.work()


@shared_task(name="productwatch.catalog.tidy")
def tidy() -> int:
    return tidying.tidy()


@shared_task(name="productwatch.catalog.count_words")
def count_words() -> None:
    vocabulary.count()
