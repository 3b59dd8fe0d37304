"""The images of a product …"""

from uuid import uuid4

import pytest
from django.test import Client

from productwatch.catalog.models import Product, ProductImage
from productwatch.catalog.services.images import forgetting
from productwatch.catalog.services.images.processing import process_images
from tests.app.catalog.uploads import IMAGES, ids, kept_files, uploaded

pytestmark = pytest.mark.usefixtures("stool", "folder")

PRODUCT, JSON = "/api/v1/products/stool", "application/json"


@pytest.fixture
def three(stool: Product, folder: object, admin_client: Client) -> list[str]:
    return [uploaded(admin_client, alt=alt).json()["id"] for alt in "abc"]


def alts(client: Client) -> str:
    return "".join(image["alt"] for image in client.get(IMAGES).json()["items"])


def newest(client: Client) -> int:
    found: int = client.get(f"{PRODUCT}/history").json()["items"][0]["number"]
    return found


def test_are_put_in_another_order(three: list[str], admin_client: Client) -> None:
    answer = admin_client.put(IMAGES, {"ids": three[::-1]}, JSON)
    assert (answer.status_code, [image["id"] for image in answer.json()["items"]]) == (200, three[::-1])
    assert alts(admin_client) == "cba"


@pytest.mark.parametrize(("position", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (99, "abc")])
def test_are_moved_one_by_one(three: list[str], admin_client: Client, position: int, order: str) -> None:
    assert admin_client.patch(f"{IMAGES}/{three[2]}", {"position": position}, JSON).status_code == 200
    assert alts(admin_client) == order


def test_get_another_text(three: list[str], admin_client: Client) -> None:
    answer = admin_client.patch(f"{IMAGES}/{three[1]}", {"alt": "B"}, JSON)
    assert (answer.json()["alt"], alts(admin_client)) == ("B", "aBc")


def test_are_removed(three: list[str], admin_client: Client) -> None:
    assert admin_client.delete(f"{IMAGES}/{three[1]}").status_code == 204
    assert alts(admin_client) == "ac"
    assert admin_client.delete(f"{IMAGES}/{three[1]}").status_code == 404


@pytest.mark.parametrize("wrong", ["too few", "one twice", "a foreign one"])
def test_are_ordered_as_a_whole(three: list[str], admin_client: Client, wrong: str) -> None:
    given = {"too few": three[1:], "one twice": [*three, three[0]], "a foreign one": [*three[1:], str(uuid4())]}[wrong]
    answer = admin_client.put(IMAGES, {"ids": given}, JSON)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/ids")


def test_are_of_this_product_alone(three: list[str], admin_client: Client) -> None:
    foreign = f"{IMAGES}/{uuid4()}"
    answers = [admin_client.patch(foreign, {"alt": "x"}, JSON), admin_client.delete(foreign)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_have_a_history_that_can_be_undone(three: list[str], admin_client: Client) -> None:
    admin_client.put(IMAGES, {"ids": three[::-1]}, JSON)
    admin_client.patch(f"{IMAGES}/{three[0]}", {"alt": "A"}, JSON)
    assert alts(admin_client) == "cbA"
    for expected in ("cba", "abc"):
        last = newest(admin_client)
        undone = {"cba": last, "abc": last - 2}[expected]
        assert admin_client.post(f"{PRODUCT}/history/{undone}/undo").status_code == 200
        assert alts(admin_client) == expected


def test_that_were_removed_come_back_with_files(three: list[str], admin_client: Client, anonymous: Client) -> None:
    process_images()
    before = anonymous.get(PRODUCT).json()["images"]
    admin_client.delete(f"{IMAGES}/{three[1]}")
    admin_client.post(f"{PRODUCT}/history/{newest(admin_client)}/undo")
    assert anonymous.get(PRODUCT).json()["images"] == before
    assert not ProductImage.objects.filter(removed_at__isnull=False).exists()


def test_whose_addition_is_undone_are_removed(three: list[str], admin_client: Client) -> None:
    admin_client.post(f"{PRODUCT}/history/{newest(admin_client)}/undo")
    assert alts(admin_client) == "ab"
    assert ProductImage.objects.get(removed_at__isnull=False).id.hex == three[2].replace("-", "")


def test_do_not_come_back_once_their_files_are_gone(
    three: list[str], admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin_client.delete(f"{IMAGES}/{three[1]}")
    monkeypatch.setattr(forgetting, "KEPT", forgetting.KEPT * 0)
    assert forgetting.forget_removed() == 1
    answer = admin_client.post(f"{PRODUCT}/history/{newest(admin_client)}/undo")
    assert (answer.status_code, "no longer kept" in answer.json()["detail"]) == (409, True)


def test_stay_while_the_product_is_archived(three: list[str], admin_client: Client, anonymous: Client) -> None:
    process_images()
    before, files = anonymous.get(PRODUCT).json()["images"], kept_files()
    admin_client.delete(PRODUCT)
    assert admin_client.get(IMAGES).status_code == 404
    admin_client.post(f"{PRODUCT}/restore")
    assert (anonymous.get(PRODUCT).json()["images"], kept_files()) == (before, files)


def test_are_bound_to_what_was_seen(three: list[str], admin_client: Client) -> None:
    tag = admin_client.get(IMAGES)["ETag"]
    bound = {"If-Match": tag}
    assert admin_client.put(IMAGES, {"ids": three[::-1]}, JSON, headers=bound).status_code == 200
    assert admin_client.put(IMAGES, {"ids": three}, JSON, headers=bound).status_code == 412
    assert admin_client.delete(f"{IMAGES}/{three[0]}", headers=bound).status_code == 412
    assert admin_client.patch(f"{IMAGES}/{three[0]}", {"alt": "x"}, JSON, headers=bound).status_code == 412


def test_leave_the_address_that_was_given_by_hand(three: list[str], anonymous: Client) -> None:
    process_images()
    assert anonymous.get(PRODUCT).json()["image"] == {"url": "products/stool.png", "alt": "A stool"}


def test_are_told_to_who_has_them_by_304(three: list[str], admin_client: Client) -> None:
    tag = admin_client.get(IMAGES)["ETag"]
    assert admin_client.get(IMAGES, headers={"If-None-Match": tag}).status_code == 304


def test_are_changed_by_nobody_else(three: list[str], customer_client: Client, anonymous: Client) -> None:
    for client, status in ((customer_client, 403), (anonymous, 401)):
        answers = [
            client.get(IMAGES),
            client.put(IMAGES, {"ids": three}, JSON),
            client.patch(f"{IMAGES}/{three[0]}", {"alt": "x"}, JSON),
            client.delete(f"{IMAGES}/{three[0]}"),
        ]
        assert {answer.status_code for answer in answers} == {status}


def test_are_as_they_are_where_nothing_changes(three: list[str], admin_client: Client) -> None:
    before = newest(admin_client)
    admin_client.put(IMAGES, {"ids": three}, JSON)
    admin_client.patch(f"{IMAGES}/{three[0]}", {}, JSON)
    assert newest(admin_client) == before
    assert ids(admin_client) == three
