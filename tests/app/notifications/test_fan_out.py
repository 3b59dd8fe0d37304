"""A changed price is told to every active follower and every active admin, once each."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from productwatch.accounts.models import User
from productwatch.accounts.selectors import Recipient
from productwatch.events.services import EventRecord
from productwatch.notifications import selectors, services
from productwatch.notifications.models import Delivery, Follow, Message
from productwatch.platform import clock
from tests.app.notifications.queued import CONTEXT, NEW, OLD

PRODUCT = uuid4()

pytestmark = pytest.mark.django_db


def changed(**diff: list[Any]) -> EventRecord:
    payload = {"slug": "stool", "name": "Stool", "diff": diff}
    return EventRecord(uuid4(), "product.changed", str(PRODUCT), payload, clock.now())


def follow(*users: User) -> None:
    Follow.objects.bulk_create(Follow(user_id=user.id, product_id=PRODUCT) for user in users)


def told() -> dict[str, str]:
    """Who is told, and why."""
    return dict(Delivery.objects.values_list("address", "why"))


def test_tells_followers_and_admins(ann: User, bob: User, carol: User) -> None:
    follow(ann)
    services.fan_out(changed(price=[OLD, NEW]))
    assert told() == {"ann@example.com": "follows", "carol@example.com": "administers"}


def test_tells_an_admin_who_follows_once(carol: User) -> None:
    follow(carol)
    services.fan_out(changed(price=[OLD, NEW]))
    assert told() == {"carol@example.com": "follows"}


def test_tells_nobody_who_was_deactivated(ann: User, dan: User) -> None:
    follow(ann, dan)
    User.objects.create(email="admin@example.com", role="admin", is_active=False)
    services.fan_out(changed(price=[OLD, NEW]))
    assert set(told()) == {"ann@example.com"}


def test_tells_nobody_who_follows_something_else(ann: User) -> None:
    Follow.objects.create(user_id=ann.id, product_id=uuid4())
    services.fan_out(changed(price=[OLD, NEW]))
    assert told() == {}


def test_tells_admins_alone_of_what_the_public_does_not_see(ann: User, carol: User) -> None:
    follow(ann)
    event = changed(price=[OLD, NEW])
    event.payload["status"] = "draft"
    services.fan_out(event)
    assert set(told()) == {"carol@example.com"}


def test_tells_nobody_twice_of_one_event(ann: User, carol: User) -> None:
    follow(ann)
    event = changed(price=[OLD, NEW])
    services.fan_out(event)
    services.fan_out(event)
    assert Delivery.objects.count() == 2


def test_tells_of_the_next_event_again(carol: User) -> None:
    services.fan_out(changed(price=[OLD, NEW]))
    services.fan_out(changed(price=[NEW, OLD]))
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("field", ["stock", "name", "description", "image", "category"])
def test_is_not_moved_by_other_changes(carol: User, field: str) -> None:
    services.fan_out(changed(**{field: ["one", "other"]}))
    assert told() == {}


def test_is_moved_by_a_price_among_other_changes(carol: User) -> None:
    services.fan_out(changed(stock=[1, 2], price=[OLD, NEW]))
    assert len(told()) == 1


def test_keeps_what_is_told_once_for_all(ann: User, carol: User) -> None:
    follow(ann)
    event = changed(price=[OLD, NEW])
    services.fan_out(event)
    assert Message.objects.values_list("source", "context").get() == (f"event:{event.id}", CONTEXT)


def test_takes_few_queries_however_many_follow(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    follow(*User.objects.bulk_create(User(email=f"u{number}@example.com") for number in range(300)))
    with django_assert_max_num_queries(17):
        services.fan_out(changed(price=[OLD, NEW]))
    assert len(told()) == 300


def test_reads_followers_in_portions() -> None:
    users = sorted(uuid4() for _ in range(5))
    Follow.objects.bulk_create(Follow(user_id=user, product_id=PRODUCT) for user in users)
    assert list(selectors.followers(PRODUCT, at_once=2)) == [users[:2], users[2:4], users[4:]]


def test_refuses_a_kind_of_mail_that_nobody_makes() -> None:
    with pytest.raises(ValueError, match="no_such_kind"):
        services.queue_mail("no_such_kind", "event:1", [Recipient(uuid4(), "ann@example.com")], {})
