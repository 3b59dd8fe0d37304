"""A worker that takes up uploaded images …"""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client

from productwatch.catalog.models import Product, ProductImage
from productwatch.catalog.services.images import processing
from productwatch.catalog.services.images.processing import process_images
from productwatch.events.models import Event
from productwatch.platform import clock
from productwatch.platform.files.problems import FilesAway
from productwatch.platform.one_in_a_pod import one_in_a_pod
from tests.app.catalog.pictures import picture, taken_on_its_side
from tests.app.catalog.uploads import IMAGES, ids, kept_files, only_image, uploaded

pytestmark = pytest.mark.usefixtures("stool", "folder")

PRODUCT, PRODUCTS = "/api/v1/products/stool", "/api/v1/products"


def test_has_them_shown_with_thumbnails(admin_client: Client, anonymous: Client) -> None:
    image_id = uploaded(admin_client, picture(size=(600, 300))).json()["id"]
    assert process_images() == 1
    (shown,) = anonymous.get(PRODUCT).json()["images"]
    assert (shown["id"], shown["alt"], shown["width"], shown["height"]) == (image_id, "A stool", 600, 300)
    assert [(each["width"], each["height"]) for each in shown["thumbnails"]] == [(160, 80), (480, 240)]
    assert anonymous.get(PRODUCTS).json()["items"][0]["images"] == [shown]


def test_makes_files_that_everybody_may_fetch(admin_client: Client, anonymous: Client) -> None:
    uploaded(admin_client, picture(size=(600, 300)))
    process_images()
    (shown,) = anonymous.get(PRODUCT).json()["images"]
    for each in (shown, *shown["thumbnails"]):
        assert each["url"].startswith("http://testserver/media/images/")
        answer = anonymous.get(each["url"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_leaves_nothing_of_the_upload(admin_client: Client, folder: Path) -> None:
    uploaded(admin_client, taken_on_its_side())
    process_images()
    assert only_image().upload == ""
    assert all(name.startswith(f"images/{only_image().id}/") for name in kept_files())
    assert not any(b"a-secret-place" in (folder / name).read_bytes() for name in kept_files())


@pytest.mark.django_db(transaction=True)
def test_changes_what_is_shown_but_no_version(admin_client: Client, anonymous: Client) -> None:
    uploaded(admin_client)
    before = anonymous.get(PRODUCT)["ETag"]
    seen = admin_client.get(IMAGES)["ETag"]
    process_images()
    after = anonymous.get(PRODUCT)["ETag"]
    assert before != after
    assert admin_client.patch(PRODUCT, {"stock": 1}, "application/json", headers={"If-Match": seen}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_makes_kept_answers_stale(admin_client: Client, anonymous: Client) -> None:
    uploaded(admin_client)
    assert [anonymous.get(url).status_code for url in (PRODUCT, PRODUCTS)] == [200, 200]
    process_images()
    assert anonymous.get(PRODUCT).json()["images"]
    assert anonymous.get(PRODUCTS).json()["items"][0]["images"]


def test_tells_of_it_by_an_event_too(admin_client: Client) -> None:
    uploaded(admin_client)
    process_images()
    assert Event.objects.get(kind="product.images_ready").payload == {"slug": "stool", "name": "Stool"}


def test_says_why_one_cannot_be_shown(admin_client: Client, anonymous: Client) -> None:
    uploaded(admin_client, picture(size=(64, 64))[:60])
    process_images()
    (told,) = admin_client.get(IMAGES).json()["items"]
    assert told["state"] == "failed"
    assert told["reason"].startswith("it is broken")
    assert (anonymous.get(PRODUCT).json()["images"], kept_files()) == ([], [])


def test_goes_on_after_one_that_cannot_be_shown(admin_client: Client) -> None:
    uploaded(admin_client, picture(size=(64, 64))[:60])
    uploaded(admin_client)
    assert process_images() == 2
    assert [image["state"] for image in admin_client.get(IMAGES).json()["items"]] == ["failed", "ready"]


def test_does_each_once(admin_client: Client) -> None:
    uploaded(admin_client)
    assert [process_images(), process_images()] == [1, 0]


def test_does_again_what_one_that_died_has_begun(admin_client: Client) -> None:
    uploaded(admin_client)
    assert processing._claimed()
    assert process_images() == 0
    with time_machine.travel(clock.now() + processing.LEASE + timedelta(seconds=1)):
        assert process_images() == 1


@pytest.mark.parametrize("step", ["_written", "_tell"])
def test_loses_nothing_where_it_dies_between_two_steps(
    step: str, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded(admin_client, picture(size=(600, 300)))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(processing, step, die)
        with pytest.raises(KeyboardInterrupt):
            process_images()
    ProductImage.objects.update(due_at=clock.now())
    assert process_images() == 1
    assert len(kept_files()) == 3


def test_gives_up_what_ends_it_each_time(admin_client: Client) -> None:
    uploaded(admin_client)
    ProductImage.objects.update(attempts=processing.MOST_ATTEMPTS)
    process_images()
    assert only_image().reason == "its processing does not come to an end"


def test_leaves_them_to_another_process_of_its_pod(admin_client: Client) -> None:
    uploaded(admin_client)
    with one_in_a_pod("images"):
        assert process_images() == 0
    assert process_images() == 1


def test_waits_for_the_storage_without_giving_up(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded(admin_client)

    def away(*_: object) -> None:
        raise FilesAway

    with monkeypatch.context() as patched:
        patched.setattr(type(default_storage), "open", away, raising=False)
        for _ in range(processing.MOST_ATTEMPTS + 2):
            ProductImage.objects.update(due_at=clock.now())
            assert process_images() == 0
    assert (only_image().state, only_image().attempts) == ("processing", 0)
    ProductImage.objects.update(due_at=clock.now())
    assert process_images() == 1


def test_finds_no_upload(admin_client: Client, folder: Path) -> None:
    uploaded(admin_client)
    (folder / only_image().upload).unlink()
    process_images()
    assert only_image().reason == "its upload is gone"


@pytest.mark.django_db(transaction=True)
def test_makes_what_was_removed_meanwhile_for_who_brings_it_back(admin_client: Client, anonymous: Client) -> None:
    uploaded(admin_client)
    admin_client.delete(f"{IMAGES}/{ids(admin_client)[0]}")
    process_images()
    assert anonymous.get(PRODUCT).json()["images"] == []
    admin_client.post(f"{PRODUCT}/history/{Product.objects.get(slug='stool').version}/undo")
    assert len(anonymous.get(PRODUCT).json()["images"]) == 1
