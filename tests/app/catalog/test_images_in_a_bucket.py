"""Images that lie in the bucket of a real S3 server …"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.catalog.models import Product, ProductImage
from productwatch.catalog.services.images.processing import process_images
from productwatch.platform import clock
from productwatch_local.processes import until
from tests.app.catalog.conftest import Made
from tests.app.catalog.pictures import picture
from tests.app.catalog.uploads import IMAGES, uploaded
from tests.app.s3_server import Server, needs_s3, options, running

pytestmark = [needs_s3, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with running(tmp_path) as found:
        chosen = {"BACKEND": "productwatch.platform.files.s3.S3Storage", "OPTIONS": options(found)}
        settings.STORAGES = settings.STORAGES | {"default": chosen}
        yield found


def test_are_made_and_served(
    made: Made, admin_client: Client, anonymous: Client, server: Server, tmp_path: Path
) -> None:
    made("Stool")
    uploaded(admin_client, picture(size=(600, 300)))
    assert len(list((tmp_path / "images/uploads").iterdir())) == 1
    assert process_images() == 1
    (shown,) = anonymous.get("/api/v1/products/stool").json()["images"]
    for each in (shown, *shown["thumbnails"]):
        answer = anonymous.get(each["url"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert not any((tmp_path / "images/uploads").glob("*"))


def test_are_not_lost_while_it_is_away(made: Made, admin_client: Client, anonymous: Client, server: Server) -> None:
    """An upload is refused and leaves no row; what waits is taken up when it is back; all else goes on."""
    made("Stool")
    image_id = uploaded(admin_client).json()["id"]
    server.stop()
    try:
        refused = uploaded(admin_client)
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/unavailable")
        assert int(refused["Retry-After"]) > 0
        assert ProductImage.objects.count() == 1
        assert process_images() == 0
        answer = admin_client.patch("/api/v1/products/stool", {"stock": 7}, content_type="application/json")
        assert answer.status_code == 200
        lost = anonymous.get(f"/media/images/{image_id}/40-0123456789abcdef.webp")
        assert (lost.status_code, "Retry-After" in lost) == (503, True)
    finally:
        server.start()
    ProductImage.objects.update(due_at=clock.now())
    assert until(lambda: _again() == 1, 30, 0.5)
    assert len(anonymous.get("/api/v1/products/stool").json()["images"]) == 1
    assert admin_client.delete(f"{IMAGES}/{image_id}").status_code == 204
    assert Product.objects.get().images == []


def _again() -> int:
    ProductImage.objects.update(due_at=clock.now())
    return process_images()
