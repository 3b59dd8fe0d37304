"""Changes of one product's images that come at the same time …"""

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from productwatch.catalog.models import MOST_IMAGES, Product
from productwatch.catalog.services import images
from productwatch.catalog.services.images.processing import process_images
from productwatch.catalog.services.images.uploading import Upload
from productwatch.platform.pictures.headers import Header
from productwatch.platform.problems import Conflict
from tests.app.at_once import at_once
from tests.app.catalog.uploads import IMAGES, ids, uploaded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stool", "folder")]

UPLOAD = Upload("uploads/x", Header("image/png", 1, 1), 1)
AT_ONCE = 8


def added(alt: str) -> UUID | None:
    try:
        return images.add("stool", UPLOAD, alt)
    except Conflict:
        return None


def test_lose_none_and_exceed_no_bound(admin_client: Client) -> None:
    for number in range(MOST_IMAGES - 3):
        added(str(number))
    made = at_once(*(partial(added, "x") for _ in range(AT_ONCE)))
    assert len([image_id for image_id in made if image_id]) == 3
    product = Product.objects.get(slug="stool")
    assert (len(product.images), product.pictures.count()) == (MOST_IMAGES, MOST_IMAGES)


def test_have_one_winner_for_each_version(admin_client: Client) -> None:
    order = [str(added(alt)) for alt in "abc"]
    tag = admin_client.get(IMAGES)["ETag"]
    orders = [order[number % 3 :] + order[: number % 3] for number in range(1, AT_ONCE + 1) if number % 3]

    def put(wanted: list[str]) -> int:
        answer: Any = admin_client.put(IMAGES, {"ids": wanted}, "application/json", headers={"If-Match": tag})
        return int(answer.status_code)

    found = at_once(*(partial(put, wanted) for wanted in orders))
    assert sorted(found) == [200] + [412] * (len(orders) - 1)
    assert sorted(ids(admin_client)) == sorted(order)


def test_and_the_making_of_their_files_undo_nothing_of_each_other(admin_client: Client, anonymous: Client) -> None:
    image_id = uploaded(admin_client).json()["id"]

    def renamed() -> int:
        for number in range(10):
            images.change("stool", UUID(image_id), alt=str(number))
        return 0

    at_once(process_images, renamed)
    (shown,) = anonymous.get("/api/v1/products/stool").json()["images"]
    assert (shown["id"], shown["alt"]) == (image_id, "9")
