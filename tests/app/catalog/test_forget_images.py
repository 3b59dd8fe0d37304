"""Files are taken away …"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.catalog.models import ProductImage
from productwatch.catalog.services.images.forgetting import KEPT, UNCLAIMED, forget_removed, forget_stray_uploads
from productwatch.catalog.services.images.processing import process_images
from productwatch.catalog.services.images.uploading import UPLOADS
from productwatch.platform import clock
from tests.app.catalog.uploads import IMAGES, ids, kept_files, uploaded

pytestmark = pytest.mark.usefixtures("stool")


def stray(folder: Path, age: timedelta) -> None:
    file = folder / UPLOADS / "nobodys"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x")
    written = (clock.now() - age).timestamp()
    os.utime(file, (written, written))


def test_once_a_removal_can_no_longer_be_undone(folder: Path, admin_client: Client) -> None:
    uploaded(admin_client)
    uploaded(admin_client)
    process_images()
    gone, kept = ids(admin_client)
    admin_client.delete(f"{IMAGES}/{gone}")
    assert forget_removed() == 0
    with time_machine.travel(clock.now() + KEPT + timedelta(minutes=1)):
        assert [forget_removed(), forget_removed()] == [1, 0]
    assert [str(image.id) for image in ProductImage.objects.all()] == [kept]
    assert all(name.startswith(f"images/{kept}/") for name in kept_files())


def test_where_a_request_came_to_nothing(folder: Path) -> None:
    stray(folder, UNCLAIMED + timedelta(minutes=1))
    assert forget_stray_uploads() == 1
    assert kept_files() == []


def test_not_while_a_request_may_be_under_way(folder: Path) -> None:
    stray(folder, UNCLAIMED - timedelta(minutes=1))
    assert forget_stray_uploads() == 0


def test_not_while_a_worker_is_to_take_them_up(folder: Path, admin_client: Client) -> None:
    uploaded(admin_client)
    with time_machine.travel(clock.now() + UNCLAIMED * 2):
        assert forget_stray_uploads() == 0


def test_where_there_are_none(folder: Path, settings: Settings) -> None:
    assert (forget_removed(), forget_stray_uploads()) == (0, 0)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "productwatch.platform.files.nowhere.Nowhere"}}
    assert forget_stray_uploads() == 0
