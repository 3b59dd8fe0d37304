"""Reading images: as everybody sees them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from productwatch.catalog.models import File, ListedImage

Row = dict[str, Any]


def shown(images: Iterable[ListedImage]) -> list[Row]:
    """Those whose files have been made."""
    return [_shown(image) for image in images if image["files"]]


def _shown(image: ListedImage) -> Row:
    whole, *thumbnails = map(_file, image["files"])
    return {"id": image["id"], "alt": image["alt"], **whole, "thumbnails": thumbnails}


def _file(file: File) -> Row:
    return {"url": settings.MEDIA_URL + file["name"], "width": file["width"], "height": file["height"]}
