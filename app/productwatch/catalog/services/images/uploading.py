"""Taking an uploaded file: it is written to the storage first and its row comes after, so that no row lacks its file.

A file to which no row comes is swept away (see forgetting).
"""

from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from productwatch.catalog import selectors
from productwatch.platform.pictures.headers import Header, NotAPicture, sniffed
from productwatch.platform.problems import invalid

UPLOADS = "uploads"
"""The folder whose files nobody is shown: they still tell where a picture was taken."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that lies in the storage, and what its first bytes say of it."""

    name: str
    header: Header
    bytes: int


def taken(slug: str, content: bytes) -> Upload:
    """Keeps the file for a product; NotFound where there is none, Invalid where it is no image or too large a one.

    FilesAway and NoFiles are raised where it cannot be kept.
    """
    selectors.listed_images(slug)
    header = _checked(content)
    name = f"{UPLOADS}/{uuid4().hex}"
    default_storage.save(name, ContentFile(content))
    return Upload(name, header, len(content))


def _checked(content: bytes) -> Header:
    if len(content) > settings.MAX_IMAGE_BYTES:
        raise invalid("#/file", f"must not exceed {settings.MAX_IMAGE_BYTES:,} bytes")
    try:
        header = sniffed(content)
    except NotAPicture as reason:
        raise invalid("#/file", str(reason)) from None
    if header.width * header.height > settings.MAX_IMAGE_PIXELS:
        size = f"{header.width:,} x {header.height:,}"
        raise invalid("#/file", f"has {size} pixels, more than {settings.MAX_IMAGE_PIXELS:,} in all")
    return header
