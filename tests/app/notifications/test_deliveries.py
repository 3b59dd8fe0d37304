"""The list of deliveries tells admins what was sent to whom, and how far it came."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.notifications import selectors, services
from productwatch.notifications.models import Delivery, Message
from productwatch.platform import clock
from tests.app.accounts.calling import is_problem
from tests.app.notifications.queued import price_change

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def get(client: Client, **query: Any) -> "Answer":
    return client.get("/api/v1/deliveries", query)


def listed(client: Client, **query: Any) -> list[dict[str, Any]]:
    answer = get(client, **query)
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_tells_everything_of_each(admin_client: Client) -> None:
    delivery = price_change("ann@example.com", "event:one")
    services.send(delivery.id)
    delivery.refresh_from_db()
    [item] = listed(admin_client)
    times = {name: datetime.fromisoformat(item.pop(name)) for name in ("created_at", "updated_at")}
    assert times == {"created_at": delivery.created_at, "updated_at": delivery.updated_at}
    assert item == {
        "id": str(delivery.id),
        "kind": "price_change",
        "recipient": "ann@example.com",
        "channel": "email",
        "state": "suppressed",
        "reason": "mail_off",
        "source": "event:one",
        "attempts": 1,
        "sent_at": None,
    }


def test_goes_page_by_page_newest_first(admin_client: Client) -> None:
    newest_first = [str(price_change().id) for _ in range(5)][::-1]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = get(admin_client, limit=2, **cursor).json()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == newest_first


def test_keeps_apart_what_was_queued_at_one_moment(admin_client: Client) -> None:
    for _ in range(5):
        price_change()
    Delivery.objects.update(created_at=clock.now())
    first = get(admin_client, limit=3).json()
    rest = listed(admin_client, limit=3, cursor=first["next"])
    assert len({item["id"] for item in first["items"] + rest}) == 5


def test_is_narrowed_by_state_and_kind(admin_client: Client) -> None:
    waiting, withheld = price_change(), price_change()
    services.send(withheld.id)
    assert [item["id"] for item in listed(admin_client, state="queued", kind="price_change")] == [str(waiting.id)]
    assert [item["id"] for item in listed(admin_client, state="suppressed")] == [str(withheld.id)]
    assert listed(admin_client, kind="daily_report") == []


def test_refuses_the_cursor_of_other_filters(admin_client: Client) -> None:
    for _ in range(2):
        price_change()
    cursor = get(admin_client, limit=1, state="queued").json()["next"]
    assert listed(admin_client, limit=1, state="queued", cursor=cursor)
    assert is_problem(get(admin_client, limit=1, cursor=cursor), 422)


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"kind": "x'; --"},
        {"limit": 0},
        {"limit": 101},
        {"cursor": "made-up"},
    ],
)
def test_refuses_what_it_does_not_know(admin_client: Client, query: dict[str, Any]) -> None:
    assert is_problem(get(admin_client, **query), 422)


def test_is_for_admins_alone(anonymous: Client, customer_client: Client) -> None:
    assert is_problem(get(anonymous), 401)
    assert is_problem(get(customer_client), 403)


def test_takes_as_many_queries_for_many_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        price_change()
    with django_assert_num_queries(1):
        listed(admin_client)


@pytest.mark.django_db
def test_is_counted_by_kind_and_state() -> None:
    services.send(price_change().id)
    price_change()
    assert selectors.deliveries_by_state() == [("price_change", "queued", 1), ("price_change", "suppressed", 1)]


@pytest.mark.django_db
def test_outlives_nothing_of_the_message() -> None:
    delivery = price_change()
    with pytest.raises(Exception, match="protected"):
        Message.objects.all().delete()
    assert Delivery.objects.get() == delivery
