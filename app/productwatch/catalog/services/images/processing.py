"""Making what is shown of uploaded images: found in the database, so a wake that is lost costs time alone.

An image is claimed with a lease; its files are written under names made of their content, and then told in one
transaction. Whoever dies in between leaves a lease that runs out, and the next one does it again.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from productwatch.catalog.models import LONGEST_REASON, File, Product, ProductImage
from productwatch.events import services as events
from productwatch.platform import clock, reads
from productwatch.platform.files.problems import FilesAway
from productwatch.platform.one_in_a_pod import one_in_a_pod
from productwatch.platform.pictures.rendering import Rendered, Unreadable, rendered

PROCESS = "productwatch.catalog.process_images"
FILES = "images"
LEASE, PAUSE = timedelta(minutes=5), timedelta(seconds=30)
MOST_ATTEMPTS = 3
"""Beyond them the image is given up: it has ended its worker each time."""

State = ProductImage.State
logger = logging.getLogger(__name__)


def process_images() -> int:
    """Takes up what is due, and returns how many images that were.

    One at a time in a pod, since decoding takes memory: another process of it leaves them to that one.
    """
    done = 0
    with one_in_a_pod("images") as alone:
        while alone and (image := _claimed()):
            done += _processed(image)
    return done


def folder_of(image: ProductImage) -> str:
    return f"{FILES}/{image.id}"


@transaction.atomic
def _claimed() -> ProductImage | None:
    due = ProductImage.objects.filter(state=State.PROCESSING, due_at__lte=clock.now()).order_by("due_at")
    image = due.select_for_update(skip_locked=True).first()
    if image is not None:
        image.attempts += 1
        image.due_at = clock.now() + LEASE
        image.save(update_fields=["attempts", "due_at"])
    return image


def _processed(image: ProductImage) -> bool:
    try:
        _tell(image, _files(image))
    except Unreadable as reason:
        _fail(image, str(reason))
    except FilesAway:
        _put_off(image)
        return False
    with suppress(FilesAway):  # what is left is swept away
        default_storage.delete(image.upload)
    return True


def _files(image: ProductImage) -> list[File]:
    """Made and written."""
    if image.attempts > MOST_ATTEMPTS:
        raise Unreadable("its processing does not come to an end")
    try:
        with default_storage.open(image.upload) as upload:
            content = upload.read()
    except FileNotFoundError:
        raise Unreadable("its upload is gone") from None
    return [_written(image, made) for made in rendered(content, settings.MAX_IMAGE_PIXELS)]


def _written(image: ProductImage, made: Rendered) -> File:
    name = f"{folder_of(image)}/{made.width}-{sha256(made.body).hexdigest()[:16]}.webp"
    default_storage.save(name, ContentFile(made.body))
    return {"name": name, "width": made.width, "height": made.height}


@transaction.atomic
def _tell(image: ProductImage, files: list[File]) -> None:
    """The product keeps its version: it is shown otherwise, and is what it was."""
    product = Product.objects.select_for_update().get(id=image.product_id)
    _settle(image, state=State.READY, files=files)
    for shown in product.images:
        if shown["id"] == str(image.id):
            shown["files"] = files
            product.save(update_fields=["images"])
            events.record("product.images_ready", str(product.id), {"slug": product.slug, "name": product.name})
            reads.changed(f"product:{product.slug}", "products")


def _fail(image: ProductImage, reason: str) -> None:
    logger.warning("an image cannot be shown", extra={"image": str(image.id), "reason": reason})
    _settle(image, state=State.FAILED, reason=reason[:LONGEST_REASON])


def _settle(image: ProductImage, **columns: object) -> None:
    ProductImage.objects.filter(id=image.id, state=State.PROCESSING).update(upload="", **columns)


def _put_off(image: ProductImage) -> None:
    """No fault of the image: the attempt does not count."""
    image.attempts -= 1
    image.due_at = clock.now() + PAUSE
    image.save(update_fields=["attempts", "due_at"])
