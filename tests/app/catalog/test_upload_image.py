"""An uploaded image …"""

import struct

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.catalog.models import MOST_IMAGES, Product
from productwatch.catalog.services import images
from productwatch.catalog.services.images import uploading
from productwatch.platform.pictures.headers import Header
from tests.app.catalog.conftest import Made
from tests.app.catalog.pictures import picture
from tests.app.catalog.uploads import IMAGES, kept_files, only_image, uploaded

pytestmark = pytest.mark.usefixtures("stool", "folder")

PRODUCT = "/api/v1/products/stool"


def refused(client: Client, content: bytes) -> str:
    answer = uploaded(client, content)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/file")
    assert kept_files() == []
    return str(answer.json()["errors"][0]["detail"])


def test_waits_for_a_worker_and_is_not_shown_until_then(admin_client: Client, anonymous: Client) -> None:
    answer = uploaded(admin_client, picture("JPEG", (40, 20)))
    told = answer.json()
    assert (answer.status_code, told["state"], told["url"], told["thumbnails"]) == (201, "processing", None, [])
    assert (told["alt"], told["content_type"], told["width"], told["height"]) == ("A stool", "image/jpeg", 40, 20)
    assert anonymous.get(PRODUCT).json()["images"] == []


def test_is_kept_before_its_row_is(admin_client: Client) -> None:
    uploaded(admin_client)
    assert kept_files() == [only_image().upload]


def test_is_a_version_of_the_product(admin_client: Client) -> None:
    before = admin_client.get(f"{PRODUCT}/history").json()["items"]
    told = uploaded(admin_client).json()
    newest, *others = admin_client.get(f"{PRODUCT}/history").json()["items"]
    assert others == before
    assert newest["diff"] == {"images": [[], [{"id": told["id"], "alt": "A stool"}]]}


def test_comes_behind_the_others(admin_client: Client) -> None:
    first, second = uploaded(admin_client, alt="1").json(), uploaded(admin_client, alt="2").json()
    assert admin_client.get(IMAGES).json()["items"] == [first, second]


def test_is_what_its_bytes_are(admin_client: Client) -> None:
    assert uploaded(admin_client, picture("GIF")).json()["content_type"] == "image/gif"


def test_is_no_drawing(admin_client: Client) -> None:
    assert "SVG" in refused(admin_client, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")


def test_is_an_image(admin_client: Client) -> None:
    assert refused(admin_client, b"<html><script>alert(1)</script>") == "must be a JPEG, PNG, WebP or GIF image"


def test_does_not_claim_too_many_pixels(admin_client: Client) -> None:
    claimed = picture()[:16] + struct.pack(">II", 100_000, 100_000) + picture()[24:]
    assert refused(admin_client, claimed) == "has 100,000 x 100,000 pixels, more than 25,000,000 in all"


def test_has_a_bound(admin_client: Client, settings: Settings) -> None:
    settings.MAX_IMAGE_BYTES = 100
    assert refused(admin_client, picture() + bytes(100)) == "must not exceed 100 bytes"


def test_of_a_body_that_is_far_too_long_is_not_even_read(admin_client: Client, settings: Settings) -> None:
    settings.MAX_IMAGE_BODY_BYTES = 1000
    assert uploaded(admin_client, picture() + bytes(1000)).status_code == 413


def test_may_be_longer_than_other_bodies(admin_client: Client) -> None:
    assert uploaded(admin_client, picture("PNG") + bytes(2_000_000)).status_code == 201


def test_may_have_no_text(admin_client: Client) -> None:
    assert uploaded(admin_client, alt="").json()["alt"] == ""


def test_is_one_of_so_many(admin_client: Client) -> None:
    for _ in range(MOST_IMAGES):
        images.add("stool", uploading.Upload("uploads/x", Header("image/png", 1, 1), 1), "")
    assert uploaded(admin_client).status_code == 409
    assert Product.objects.get(slug="stool").pictures.count() == MOST_IMAGES


def test_belongs_to_a_product_that_is_there(admin_client: Client) -> None:
    assert admin_client.post("/api/v1/products/none/images", {"file": picture()}).status_code in {404, 422}
    admin_client.delete(PRODUCT)
    assert uploaded(admin_client).status_code == 404
    assert kept_files() == []


def test_may_be_bound_to_what_was_seen(admin_client: Client) -> None:
    tag = admin_client.get(IMAGES)["ETag"]
    assert uploaded(admin_client, headers={"If-Match": tag}).status_code == 201
    assert uploaded(admin_client, headers={"If-Match": tag}).status_code == 412


def test_is_taken_once_for_a_key_whatever_the_boundary_of_its_form(admin_client: Client) -> None:
    body = b'--%b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + picture() + b"\r\n--%b--\r\n"
    answers = [
        admin_client.post(
            IMAGES,
            body.replace(b"%b", boundary.encode()),
            f"multipart/form-data; boundary={boundary}",
            headers={"Idempotency-Key": "k"},
        )
        for boundary in ("one", "another")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert only_image()


def test_of_another_content_is_another_request(admin_client: Client) -> None:
    uploaded(admin_client, picture("PNG"), headers={"Idempotency-Key": "k"})
    assert uploaded(admin_client, picture("GIF"), headers={"Idempotency-Key": "k"}).status_code == 422


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 300])
def test_comes_in_a_form_that_can_be_read(admin_client: Client, content_type: str) -> None:
    assert admin_client.post(IMAGES, b"--x", content_type).status_code == 400


def test_is_refused_with_what_to_set_where_there_is_no_place(admin_client: Client, settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "productwatch.platform.files.nowhere.Nowhere"}}
    answer = uploaded(admin_client)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-file-storage")
    assert "media.s3.bucket" in answer.json()["detail"]


def test_is_not_taken_from_others(customer_client: Client, anonymous: Client) -> None:
    assert [uploaded(client).status_code for client in (customer_client, anonymous)] == [403, 401]
    assert kept_files() == []


def test_has_a_slug_of_now(made: Made, admin_client: Client) -> None:
    admin_client.patch(PRODUCT, {"slug": "chair"}, content_type="application/json")
    assert uploaded(admin_client).status_code == 404
