"""Changing which images a product shows, and how: each change is one of the product, with its version and its event.

Which images there are, in which order and with which texts stands in the product alone.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from productwatch.catalog.models import MOST_IMAGES, ListedImage, Product, ProductImage
from productwatch.catalog.services.images.processing import PROCESS
from productwatch.catalog.services.images.uploading import Upload
from productwatch.catalog.services.products.writing import give, opened
from productwatch.platform import clock
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import Conflict, NotFound, invalid
from productwatch.platform.tasks import wake


@transaction.atomic
def add(slug: str, upload: Upload, alt: str, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> UUID:
    """Puts it behind the product's other images, and returns its id; a worker makes what is shown of it.

    Conflict is raised where there are too many; NotFound and PreconditionFailed as by a change of the product.
    """
    product = opened(slug, only_if)
    if len(product.images) >= MOST_IMAGES:
        raise Conflict(f"A product has at most {MOST_IMAGES} images.")
    made = ProductImage.objects.create(
        product=product,
        upload=upload.name,
        bytes=upload.bytes,
        content_type=upload.header.content_type,
        width=upload.header.width,
        height=upload.header.height,
    )
    give(product, {"images": [*product.images, {"id": str(made.id), "alt": alt, "files": []}]}, by)
    wake(PROCESS)
    return made.id


@transaction.atomic
def change(  # noqa: PLR0913 - what may change, by whom, and when not
    slug: str,
    image_id: UUID,
    *,
    alt: str | None = None,
    position: int | None = None,
    by: UUID | None = None,
    only_if: Precondition = ANY_VERSION,
) -> None:
    """Gives the image another text or another place, counted from 0; beyond the end is the end.

    NotFound is raised where the product shows no such image, and as by a change of the product.
    """
    product = opened(slug, only_if)
    found = _found(product, image_id)
    others = [image for image in product.images if image is not found]
    place = product.images.index(found) if position is None else position
    changed: ListedImage = {**found, "alt": found["alt"] if alt is None else alt}
    give(product, {"images": [*others[:place], changed, *others[place:]]}, by)


@transaction.atomic
def reorder(slug: str, ids: list[UUID], *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> None:
    """Shows the images in that order; Invalid where these are not the product's own, each once."""
    product = opened(slug, only_if)
    by_id = {image["id"]: image for image in product.images}
    if sorted(map(str, ids)) != sorted(by_id):
        raise invalid("#/ids", "must name each image of the product, once")
    give(product, {"images": [by_id[str(image_id)] for image_id in ids]}, by)


@transaction.atomic
def remove(slug: str, image_id: UUID, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> None:
    """Its files are kept for as long as that can be undone. NotFound as by `change`."""
    product = opened(slug, only_if)
    found = _found(product, image_id)
    product.pictures.filter(id=image_id).update(removed_at=clock.now())
    give(product, {"images": [image for image in product.images if image is not found]}, by)


def brought_back(product: Product, wanted: list[dict[str, Any]]) -> list[ListedImage]:
    """What a version told of images, as the locked product keeps them; Conflict where the files of one are gone."""
    ids = [image["id"] for image in wanted]
    rows = product.pictures.select_for_update().filter(id__in=ids).exclude(state=ProductImage.State.GONE)
    files = {str(row.id): row.files for row in rows}
    if missing := [image_id for image_id in ids if image_id not in files]:
        raise Conflict(f"The files of the image {missing[0]} are no longer kept.")
    product.pictures.filter(removed_at=None).exclude(id__in=ids).update(removed_at=clock.now())
    product.pictures.filter(id__in=ids).update(removed_at=None)
    return [{"id": each["id"], "alt": each["alt"], "files": files[each["id"]]} for each in wanted]


def _found(product: Product, image_id: UUID) -> ListedImage:
    for image in product.images:
        if image["id"] == str(image_id):
            return image
    raise NotFound(f"The product has no image {image_id}.")
