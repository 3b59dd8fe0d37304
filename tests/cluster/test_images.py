"""Images lie in a bucket of a real S3 server, which api and workers share."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from tests.cluster.bucket import Bucket, needs_bucket, served
from tests.cluster.release import Release
from tests.cluster.shop import Person, Row, Shop, new_product
from tests.cluster.waiting import eventually


def test_are_refused_with_a_word_where_there_is_no_bucket(admin: Person) -> None:
    answer = uploaded(admin, new_product(admin))
    assert answer.status_code == 409, answer.text
    assert "media.s3" in answer.json()["detail"]


@needs_bucket
@pytest.mark.usefixtures("bucket")
def test_are_shown_with_thumbnails_to_everybody(shop: Shop) -> None:
    admin = shop.admin()
    product = new_product(admin)
    assert uploaded(admin, product).status_code == 201
    with shop.visitor() as visitor:
        (image,) = eventually("the image is made", lambda: images_of(visitor, product), within=60)
        shown = [
            visitor.get(shop.environment.ingress_url + urlsplit(each["url"]).path)
            for each in (image, *image["thumbnails"])
        ]
    assert [answer.status_code for answer in shown] == [200] * len(shown)
    assert {answer.headers["Content-Type"] for answer in shown} == {"image/webp"}
    assert [Image.open(io.BytesIO(answer.content)).width for answer in shown] == [1200, 160, 480, 960]


@pytest.fixture
def bucket(release: Release, tmp_path: Path) -> Iterator[Bucket]:
    with served(tmp_path) as bucket:
        release.namespace.apply([bucket.credentials()])
        release.upgrade(media=bucket.values())
        eventually("no pod without a bucket is left", lambda: not endings(release), within=90)
        yield bucket
        release.upgrade()


def endings(release: Release) -> list[str]:
    """Pods that go, and still answer whom the ingress sends late."""
    return [pod.name for pod in release.namespace.pods() if pod.is_ending]


def uploaded(admin: Person, product: Row) -> httpx.Response:
    photo = io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(photo, "JPEG")
    file = {"file": ("photo.jpg", photo.getvalue(), "image/jpeg")}
    return admin.client.post(f"/products/{product['slug']}/images", files=file, data={"alt": "A photo"})


def images_of(visitor: httpx.Client, product: Row) -> list[Row]:
    shown: list[Row] = visitor.get(f"/products/{product['slug']}").json()["images"]
    return shown
