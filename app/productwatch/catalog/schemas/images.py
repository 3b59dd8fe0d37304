"""What the API takes and gives of images."""

from uuid import UUID

from ninja import Field, Schema

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
