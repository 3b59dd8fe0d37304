"""What is shown of a picture …"""

import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms

from productwatch.platform.pictures.rendering import Unreadable, rendered
from tests.app.catalog.pictures import BLUE, RED, decoded, encoded, is_near, picture, taken_on_its_side

MOST = 25_000_000


def shown(content: bytes) -> Image.Image:
    """The whole picture."""
    return decoded(rendered(content, MOST)[0].body)


def refusal(content: bytes, most_pixels: int = MOST) -> str:
    with pytest.raises(Unreadable) as refused:
        rendered(content, most_pixels)
    return str(refused.value)


def test_comes_with_thumbnails_that_are_smaller() -> None:
    sizes = [(made.width, made.height) for made in rendered(picture(size=(1000, 500)), MOST)]
    assert sizes == [(1000, 500), (160, 80), (480, 240), (960, 480)]


def test_is_no_larger_than_screens_are() -> None:
    sizes = [(made.width, made.height) for made in rendered(picture("JPEG", (6000, 4000)), MOST)]
    assert sizes[0] == (2560, 1707)


def test_has_the_sizes_that_are_told() -> None:
    for made in rendered(picture(size=(500, 300)), MOST):
        assert (decoded(made.body).format, decoded(made.body).size) == ("WEBP", (made.width, made.height))


def test_of_a_single_pixel_is_one() -> None:
    assert [(made.width, made.height) for made in rendered(picture(size=(1, 1)), MOST)] == [(1, 1)]


def test_of_a_line_keeps_a_pixel_of_its_height() -> None:
    assert [made.height for made in rendered(picture(size=(5000, 1)), MOST)] == [1, 1, 1, 1]


def test_stands_upright_and_tells_nothing_but_pixels() -> None:
    files = rendered(taken_on_its_side(), MOST)
    upright = decoded(files[0].body)
    assert upright.size == (20, 40)
    assert is_near(upright.getpixel((10, 5)), RED)
    assert is_near(upright.getpixel((10, 35)), BLUE)
    assert b"a-secret-place" in taken_on_its_side()
    for file in files:
        assert not any(word in file.body for word in (b"a-secret-place", b"Exif", b"EXIF", b"XMP ", b"ICCP"))


def test_has_no_profile_and_the_colours_that_it_meant() -> None:
    """In a profile whose green and blue are exchanged, what is written as blue is shown as green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"gXYZ", b"tXYZ").replace(b"bXYZ", b"gXYZ").replace(b"tXYZ", b"bXYZ")
    found = shown(encoded(Image.new("RGB", (8, 8), BLUE), "PNG", icc_profile=exchanged))
    assert "icc_profile" not in found.info
    assert is_near(found.getpixel((4, 4)), (30, 200, 30))


def test_does_without_a_broken_profile() -> None:
    assert is_near(shown(picture("JPEG", icc_profile=b"nonsense")).getpixel((4, 4)), RED)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "RGB"), ("PNG", "P"), ("GIF", "P"), ("PNG", "RGBA"), ("WEBP", "RGBA")],
)
def test_is_red_in_whatever_mode_it_came(kind: str, mode: str) -> None:
    assert is_near(shown(picture(kind, mode=mode)).convert("RGB").getpixel((4, 4)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA"])
def test_may_be_grey(mode: str) -> None:
    assert shown(picture(mode=mode)).size == (40, 20)


def test_of_sixteen_bits_keeps_its_shades() -> None:
    grey = Image.new("I;16", (8, 8), 128 * 256)
    assert is_near(shown(encoded(grey, "PNG")).getpixel((4, 4)), (128, 128, 128))


def test_stays_transparent() -> None:
    found = shown(encoded(Image.new("RGBA", (600, 400), (0, 0, 0, 0)), "PNG"))
    assert (found.mode, found.getchannel("A").getpixel((4, 4))) == ("RGBA", 0)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_is_its_first_picture(kind: str) -> None:
    others = [Image.new("RGB", (40, 20), BLUE)] * 3
    animated = picture(kind, save_all=True, append_images=others, duration=100)
    found = shown(animated)
    assert getattr(found, "n_frames", 1) == 1
    assert is_near(found.convert("RGB").getpixel((4, 4)), RED)


def test_is_the_same_each_time() -> None:
    assert rendered(taken_on_its_side(), MOST) == rendered(taken_on_its_side(), MOST)


def test_is_the_picture_alone_of_what_has_more_behind_it() -> None:
    polyglot = picture("GIF") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in rendered(polyglot, MOST)[0].body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_is_nothing_of_a_file_that_ends_too_early(kind: str) -> None:
    noise = encoded(Image.effect_noise((200, 200), 100).convert("RGB"), kind)
    assert refusal(noise[: len(noise) // 2])


def test_is_nothing_of_what_can_be_no_picture() -> None:
    assert refusal(b"\xff\xd8\xff" + b"nonsense" * 100) == "it cannot be read as an image"


def test_is_nothing_of_too_many_pixels_which_are_never_decoded() -> None:
    assert refusal(picture(size=(100, 100)), 9_999) == "it has too many pixels"


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 4 * width)) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_is_nothing_of_what_would_take_all_memory() -> None:
    """A limit that lets it through leaves the bound of the process."""
    content = bomb(20_000, 9_000)
    assert len(content) < 1_000_000
    assert refusal(content, 10**9) == "decoding it takes too much memory"


def without_its_check(content: bytes) -> bytes:
    return content.replace(b"IDAT", b"IDAS")


@pytest.mark.parametrize("harm", [without_its_check, lambda content: content[:40] + b"\xff" * 40])
def test_is_nothing_of_a_broken_file(harm: Callable[[bytes], bytes]) -> None:
    assert refusal(harm(picture(size=(64, 64))))
