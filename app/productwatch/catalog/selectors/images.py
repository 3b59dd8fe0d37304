"""Reading images: as everybody sees them, and as admins do."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from productwatch.catalog.models import File, ListedImage, Product, ProductImage
from productwatch.catalog.slugs import is_slug
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation

Row = dict[str, Any]

_TOLD = ("id", "state", "reason", "content_type", "bytes", "created_at", "width", "height")


def shown(images: Iterable[ListedImage]) -> list[Row]:
    """Those whose files have been made."""
    return [{"id": image["id"], "alt": image["alt"], **_files(image["files"])} for image in images if image["files"]]


def product_images(slug: str) -> Representation:
    """All images of a product under the product's version; NotFound where there is none or it is archived."""
    version, images = listed_images(slug)
    return Representation(orjson.dumps({"items": _rows(images)}), version)


def product_image(slug: str, image_id: UUID) -> Representation:
    """One of them; NotFound where the product has no such image."""
    version, images = listed_images(slug)
    for row in _rows(image for image in images if image["id"] == str(image_id)):
        return Representation(orjson.dumps(row), version)
    raise NotFound(f"The product has no image {image_id}.")


def listed_images(slug: str) -> tuple[int, list[ListedImage]]:
    """The product's version and what it keeps of its images; NotFound where there is none or it is archived."""
    products = Product.objects.filter(archived_at=None, slug=slug) if is_slug(slug) else Product.objects.none()
    found = products.values_list("version", "images").first()
    if found is None:
        raise NotFound(f"There is no product {slug[:100]!r}.")
    return found


def _rows(images: Iterable[ListedImage]) -> list[Row]:
    listed = list(images)
    rows = ProductImage.objects.filter(id__in=[image["id"] for image in listed]).values(*_TOLD)
    by_id = {str(row["id"]): row for row in rows}
    return [_told(image, by_id[image["id"]]) for image in listed]


def _told(image: ListedImage, row: Row) -> Row:
    made = _files(image["files"]) if image["files"] else {"url": None, "thumbnails": []}
    return {**row, "alt": image["alt"], "reason": row["reason"] or None, **made}


def _files(files: list[File]) -> Row:
    whole, *thumbnails = map(_file, files)
    return {**whole, "thumbnails": thumbnails}


def _file(file: File) -> Row:
    return {"url": settings.MEDIA_URL + file["name"], "width": file["width"], "height": file["height"]}
