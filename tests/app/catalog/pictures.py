"""Pictures as people send them, made for the tests."""

from io import BytesIO
from typing import Any

from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS, ORIENTATION = 0x8825, 0x0112


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """One colour in the given mode, as a file of that kind."""
    return encoded(Image.new("RGB", size, RED).convert(mode), kind, **options)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def decoded(content: bytes) -> Image.Image:
    found = Image.open(BytesIO(content))
    found.load()
    return found


def taken_on_its_side() -> bytes:
    """Red on the left and blue on the right, and the word that its top is to the right, with the place in it."""
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (20, 0, 40, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 12.0), 29: "a-secret-place"}
    return encoded(image, "JPEG", exif=exif.tobytes(), xmp=b"<x:xmpmeta>a-secret-place</x:xmpmeta>", quality=95)


def is_near(found: Any, wanted: tuple[int, int, int]) -> bool:
    """Whether a pixel has that colour, as far as a lossy format keeps it."""
    return all(abs(one - other) < 25 for one, other in zip(found[:3], wanted, strict=True))
