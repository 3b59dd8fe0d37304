"""Uploading an image, and what is kept of it."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from productwatch.catalog.models import ProductImage
from tests.app.catalog.pictures import picture

IMAGES = "/api/v1/products/stool/images"


def uploaded(
    client: Client, content: bytes | None = None, alt: str = "A stool", headers: dict[str, str] | None = None
) -> Any:
    file = SimpleUploadedFile("stool.exe", picture() if content is None else content, "text/html")
    return client.post(IMAGES, {"file": file, "alt": alt}, headers=headers)


def ids(client: Client) -> list[str]:
    return [image["id"] for image in client.get(IMAGES).json()["items"]]


def kept_files() -> list[str]:
    """By their names in the storage."""
    root = Path(default_storage.path(""))
    return sorted(str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())


def only_image() -> ProductImage:
    return ProductImage.objects.get()
