"""What the API takes and gives of images."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from ninja import Field, Schema

from productwatch.catalog.models import MOST_IMAGES
from productwatch.catalog.schemas.values import Alt, Position, absent
from productwatch.platform.schema import Body, Form

_ADDRESS = "https://shop.example.com/media/images/6f1c0f53-7f2c-4f0c-9d57-0b6a4f3f8a52/"


class Thumbnail(Schema):
    url: str = Field(examples=[f"{_ADDRESS}480-9f2c1b7e0a4d5c63.webp"])
    width: int = Field(examples=[480], description="in pixels")
    height: int = Field(examples=[360])


class ShownImage(Schema):
    """An image of a product; what lies at an address never changes."""

    id: UUID
    url: str = Field(examples=[f"{_ADDRESS}2560-3d1e5a7b9c0f2468.webp"])
    alt: str = Field(examples=["A pair of white plimsolls"])
    width: int = Field(examples=[2560], description="in pixels")
    height: int = Field(examples=[1920])
    thumbnails: list[Thumbnail] = Field(description="from small to large, none as large as the image itself")


class NewImage(Form):
    """What comes with the file of a new image."""

    files: ClassVar[tuple[str, ...]] = ("file",)

    alt: Alt = ""


class ImageChange(Body):
    """What changes; what is left out stays."""

    alt: Alt = Field(default_factory=absent)
    position: Position = Field(default_factory=absent, description="counted from 0; beyond the end is the end")


class ImageOrder(Body):
    ids: list[Annotated[UUID, Field(strict=False)]] = Field(
        max_length=MOST_IMAGES,
        description="all images of the product, in the order in which they are shown",
    )


class ProductImage(Schema):
    """An image as admins see it, also while its files are being made, or where that failed."""

    id: UUID
    alt: str = Field(examples=["A pair of white plimsolls"])
    state: Literal["processing", "ready", "failed"] = Field(examples=["ready"], description="shown to all when ready")
    reason: str | None = Field(examples=["it cannot be read as an image"], description="why it failed")
    content_type: str = Field(examples=["image/jpeg"], description="of the file that was uploaded, by its bytes")
    bytes: int = Field(examples=[2_345_678], description="of that file")
    created_at: datetime
    url: str | None = Field(examples=[f"{_ADDRESS}2560-3d1e5a7b9c0f2468.webp"])
    width: int = Field(examples=[2560], description="in pixels")
    height: int = Field(examples=[1920])
    thumbnails: list[Thumbnail]


class ProductImages(Schema):
    items: list[ProductImage]
