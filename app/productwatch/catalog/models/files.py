"""What a product keeps of each image that it shows."""

from typing import TypedDict


class File(TypedDict):
    """`name` is that in the storage; width and height are in pixels."""

    name: str
    width: int
    height: int


class ListedImage(TypedDict):
    """`files` are the whole image, then its thumbnails from small to large; none while they are still to be made."""

    id: str
    alt: str
    files: list[File]
