"""Makes of a picture what may be shown: a program of its own, run by `rendering`, that may fail as it likes.

What comes from strangers is decoded here, with bounds of memory and time, no secret in the environment and no
connection. It takes the picture from its input and answers with a line of JSON, `{"files": [[width, height, length]]}`
or `{"reason": …}`, and the files' bytes behind it.
"""

import io
import json
import os
import sys
from contextlib import suppress

from PIL import Image, ImageCms, UnidentifiedImageError

LARGEST, WIDTHS = 2560, (160, 480, 960)
"""Pixels: of the longer side of the whole picture, and of thumbnails."""

MEMORY = 640 * 2**20
QUALITY = 82
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Files = list[tuple[int, int, bytes]]


class TooManyPixelsError(Exception):
    """More than were allowed, whatever the header had said."""


def render(content: bytes, most_pixels: int) -> Files:
    """The whole picture, then its thumbnails from small to large: upright, in sRGB, and with nothing but pixels.

    Of an animation the first picture is taken. Whatever Pillow raises passes through.
    """
    Image.MAX_IMAGE_PIXELS = None  # asked here, before anything is decoded
    picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF"))
    if picture.width * picture.height > most_pixels:
        raise TooManyPixelsError
    turn = _TURNS.get(_orientation(picture))
    whole = _plain(_small_enough(picture))
    if turn is not None:
        whole = whole.transpose(turn)
    widths = [width for width in WIDTHS if width < whole.width]
    return [_file(whole), *(_file(_resized(whole, width)) for width in widths)]


def _orientation(picture: Image.Image) -> int:
    with suppress(Exception):  # broken metadata are no reason to refuse the picture
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1


def _small_enough(picture: Image.Image) -> Image.Image:
    """A JPEG is decoded no larger than needed, which is where most of the memory goes."""
    ratio = min(1.0, LARGEST / max(picture.size))
    size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    picture.draft(None, size)
    picture.load()
    small = _of_eight_bits(picture)
    return small if small.size == size else small.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """In a mode that can be resized, its profile kept."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode != "RGBA" and (picture.mode in {"P", "PA", "LA"} or "transparency" in picture.info):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture.convert("L") if picture.mode == "1" else picture


def _plain(picture: Image.Image) -> Image.Image:
    """Its colours as every screen takes them, without profile and any other word about it."""
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    plain = (_in_srgb(picture, profile, mode) if profile else None) or picture.convert(mode)
    plain.info.clear()
    return plain


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    return None


def _resized(whole: Image.Image, width: int) -> Image.Image:
    height = max(1, round(whole.height * width / whole.width))
    return whole.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _file(picture: Image.Image) -> tuple[int, int, bytes]:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY)
    return picture.width, picture.height, target.getvalue()


def _bound() -> None:
    os.nice(10)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(content: bytes, most_pixels: int) -> tuple[dict[str, object], bytes]:
    try:
        files = render(content, most_pixels)
    except TooManyPixelsError:
        return {"reason": "it has too many pixels"}, b""
    except MemoryError:
        return {"reason": "decoding it takes too much memory"}, b""
    except UnidentifiedImageError:
        return {"reason": "it cannot be read as an image"}, b""
    except Exception as error:  # noqa: BLE001 - what decoders make of broken files is of every kind
        return {"reason": f"it is broken: {error}"}, b""
    sizes = [(width, height, len(body)) for width, height, body in files]
    return {"files": sizes}, b"".join(body for *_, body in files)


if __name__ == "__main__":
    _bound()
    head, bodies = _answer(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + bodies)
