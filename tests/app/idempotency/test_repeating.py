"""A request that comes again with its key …"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from productwatch.accounts.models import User
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.events import services as events
from productwatch.events.models import Event
from productwatch.idempotency.models import Answer
from productwatch.idempotency.services import KEPT
from productwatch.idempotency.tasks import forget_expired
from productwatch.platform import clock
from tests.app.conftest import ClientOf
from tests.app.idempotency.conftest import PRODUCTS, STOOL, made


def test_is_answered_as_before(admin_client: Client) -> None:
    first, second = (made(admin_client, "k") for _ in range(2))
    assert (first.status_code, first.content, first["Location"]) == (201, second.content, second["Location"])
    assert second.status_code == 201
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert (Product.objects.count(), Event.objects.count()) == (1, 1)


def test_is_known_quoted_as_the_draft_writes_it_and_bare(admin_client: Client) -> None:
    made(admin_client, "k")
    assert made(admin_client, '"k"')["Idempotent-Replayed"] == "true"


def test_is_answered_as_before_though_the_product_has_gone(admin_client: Client) -> None:
    slug = made(admin_client, "k").json()["slug"]
    products.archive(slug)
    assert made(admin_client, "k").status_code == 201


def test_is_repeated_where_it_has_no_body(admin_client: Client) -> None:
    made(admin_client, "k")
    gone = [admin_client.delete(f"{PRODUCTS}/stool", headers={"Idempotency-Key": "gone"}) for _ in range(2)]
    assert [answer.status_code for answer in gone] == [204, 204]
    assert gone[1]["Idempotent-Replayed"] == "true"


def test_is_refused_as_before(admin_client: Client) -> None:
    made(admin_client, "first", slug="stool")
    refused = made(admin_client, "k", slug="stool")
    again = made(admin_client, "k", slug="stool")
    assert (refused.status_code, again.status_code, again.content) == (409, 409, refused.content)
    assert again["Idempotent-Replayed"] == "true"


def test_is_refused_with_another_body(admin_client: Client) -> None:
    made(admin_client, "k")
    answer = made(admin_client, "k", stock=1)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/Idempotency-Key"]
    assert Product.objects.count() == 1


def test_is_refused_at_another_address(admin_client: Client) -> None:
    made(admin_client, "k")
    assert admin_client.delete(f"{PRODUCTS}/stool", headers={"Idempotency-Key": "k"}).status_code == 422


def test_of_another_user_is_another_request(admin_client: Client, client_of: ClientOf) -> None:
    other = User.objects.create(email="eve@example.com", role="admin", password="!")
    slugs = [made(client, "k").json()["slug"] for client in (admin_client, client_of(other))]
    assert slugs == ["stool", "stool-2"]


def test_of_another_session_of_the_user_is_the_same(admin: User, client_of: ClientOf) -> None:
    made(client_of(admin), "k")
    assert made(client_of(admin), "k")["Idempotent-Replayed"] == "true"


def test_is_told_nothing_where_the_role_has_been_taken(admin: User, admin_client: Client, client_of: ClientOf) -> None:
    made(admin_client, "k")
    admin.role = "customer"
    assert made(client_of(admin), "k").status_code == 403


def test_is_done_where_the_first_could_not_begin(admin_client: Client) -> None:
    assert made(admin_client, "k", name="").status_code == 422
    assert made(admin_client, "k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_is_done_where_the_first_broke_off(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The effect was written already, and goes with the answer."""
    admin_client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(events, "record", lambda *_: 1 / 0)
        assert made(admin_client, "k").status_code == 500
    assert (Product.objects.count(), Answer.objects.count()) == (0, 0)
    assert (made(admin_client, "k").status_code, Product.objects.count()) == (201, 1)


@pytest.mark.parametrize("key", ["", "a" * 256, "a, b", "é"])
def test_is_refused_where_the_key_is_malformed(admin_client: Client, key: str) -> None:
    answer = made(admin_client, key)
    assert (answer.status_code, Product.objects.exists()) == (400, False)


def test_is_done_again_after_a_day_though_nobody_swept(admin_client: Client) -> None:
    made(admin_client, "k")
    Answer.objects.update(expires_at=clock.now())
    assert made(admin_client, "k").json()["slug"] == "stool-2"
    assert made(admin_client, "k").json()["slug"] == "stool-2"


def test_is_known_for_a_day_and_then_forgotten(admin_client: Client) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False):
        made(admin_client, "k")
    for after, forgotten in ((KEPT - timedelta(seconds=1), 0), (KEPT, 1)):
        with time_machine.travel(start + after, tick=False):
            assert forget_expired() == forgotten


def test_leaves_neither_key_nor_body_behind(admin_client: Client) -> None:
    made(admin_client, "my-own-key", description="seldom-said")
    row = Answer.objects.values_list("name", "fingerprint", "headers").get()
    assert not any(word in repr(row) for word in ("my-own-key", STOOL["name"], "seldom-said"))
