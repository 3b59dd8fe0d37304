"""Images: a product that shows many, and one that is uploaded."""

from uuid import UUID

from productwatch.catalog.models import MOST_IMAGES, Product
from productwatch.catalog.services import images
from productwatch.catalog.services.images.uploading import Upload
from productwatch.platform.pictures.headers import Header
from tests.app.contract.case import Call, Case
from tests.app.contract.cases.catalog import SLUG, a_product

PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDAT"
    b"x\x9cc\xf8\xff\xff?\0\5\xfe\2\xfe\r\xefF\xb8\0\0\0\0IEND\xaeB`\x82"
)


def images_of_a_product(rows: int) -> Call:
    call = a_product(rows)
    for number in range(min(rows, MOST_IMAGES)):
        images.add(SLUG, Upload(f"uploads/{number}", Header("image/png", 1, 1), 68), f"A shoe, {number}")
    return call


def an_image(rows: int) -> Call:
    call = images_of_a_product(rows)
    return Call(path=dict(call.path) | {"image_id": ids()[-1]}, body={"alt": "Another shoe", "position": 0})


def an_upload(rows: int) -> Call:
    return Call(path=images_of_a_product(rows).path, form={"file": PICTURE, "alt": "A shoe"})


def another_order(rows: int) -> Call:
    call = images_of_a_product(rows)
    return Call(path=call.path, body={"ids": [str(image_id) for image_id in reversed(ids())]})


def ids() -> list[UUID]:
    return [UUID(image["id"]) for image in Product.objects.get(slug=SLUG).images]


CASES = {
    "list_images": Case(2, images_of_a_product, (a_product,)),
    "add_image": Case(10, an_upload),
    "reorder_images": Case(8, another_order),
    "change_image": Case(8, an_image),
    "remove_image": Case(7, an_image),
}
