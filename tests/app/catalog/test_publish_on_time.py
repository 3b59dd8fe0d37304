"""What is scheduled becomes public when its time has come, and what ends is archived then: …"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import Traveller

from productwatch.catalog import tasks
from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.services.products import publishing
from productwatch.config.queues import beat_schedule, task_routes
from productwatch.events.models import Event
from tests.app.at_once import at_once, while_held
from tests.app.catalog.conftest import TEN_DOLLARS, Made

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
URL = "/api/v1/products/stool"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scheduled(made: Made, clock: Traveller) -> Product:
    """From an hour from now, for an hour."""
    return made("Stool", status="scheduled", publish_from=NOW + HOUR, publish_until=NOW + 2 * HOUR)


def status() -> str:
    return str(Product.objects.values_list("status", flat=True).get(slug="stool"))


def happened(slug: str = "stool") -> list[str]:
    kinds = Product.objects.get(slug=slug).versions.order_by("number").values_list("kind", flat=True)
    return [str(kind) for kind in kinds]


def test_never_early(scheduled: Product, clock: Traveller) -> None:
    clock.move_to(NOW + HOUR - SECOND)
    assert (publishing.publish_due(), status()) == (0, "scheduled")
    clock.move_to(NOW + HOUR)
    assert (publishing.publish_due(), status()) == (1, "published")
    clock.move_to(NOW + 2 * HOUR - SECOND)
    assert (publishing.publish_due(), status()) == (0, "published")
    clock.move_to(NOW + 2 * HOUR)
    assert (publishing.publish_due(), status()) == (1, "archived")


def test_once(scheduled: Product, clock: Traveller) -> None:
    clock.move_to(NOW + HOUR)
    assert [publishing.publish_due() for _ in range(3)] == [1, 0, 0]
    assert happened() == ["created", "published"]


@pytest.mark.django_db(transaction=True)
def test_once_by_however_many_workers(clock: Traveller) -> None:
    slugs = [f"stool-{number}" for number in range(3 * publishing.TOGETHER)]
    with transaction.atomic():
        for slug in slugs:
            fields: Fields = {"slug": slug, "name": slug, "price": TEN_DOLLARS}
            products.create({**fields, "status": "scheduled", "publish_from": NOW})
    assert sum(at_once(*[publishing.publish_due] * 3)) == len(slugs)
    assert {tuple(happened(slug)) for slug in slugs} == {("created", "published")}
    assert Event.objects.filter(kind="product.published").count() == len(slugs)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fields", "becomes"), [({"stock": 1}, "published"), ({"status": "draft"}, "draft")])
def test_when_an_admin_who_has_it_in_hand_lets_go(
    scheduled: Product, clock: Traveller, fields: Fields, becomes: str
) -> None:
    clock.move_to(NOW + HOUR)
    while_held(lambda: products.change("stool", fields), publishing.publish_due)
    assert status() == becomes


def test_after_an_outage_too(scheduled: Product, clock: Traveller) -> None:
    clock.move_to(NOW + 2 * HOUR - SECOND)
    assert (publishing.publish_due(), status()) == (1, "published")


def test_but_what_is_over_by_then_goes_by_unseen(scheduled: Product, clock: Traveller) -> None:
    clock.move_to(NOW + timedelta(days=3))
    assert (publishing.publish_due(), status()) == (1, "archived")
    assert happened() == ["created", "archived"]


def test_however_many_wait(
    made: Made, redis_server: "redis.Redis", django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, django_capture_on_commit_callbacks(execute=True):
        monkeypatch.setattr(publishing, "TOGETHER", 2)
        monkeypatch.setattr(publishing, "ROUNDS", 2)
        for number in range(5):
            made(f"Stool {number}", publish_until=NOW)
        assert publishing.publish_due() == 4
    assert any(b"publish_due" in message for message in redis_server.lrange("celery:events", 0, -1))
    assert publishing.publish_due() == 1


@pytest.mark.parametrize("status", ["draft", "published"])
def test_unless_it_is_not_scheduled(made: Made, status: str) -> None:
    made("Stool", status=status, publish_from=NOW - HOUR)
    assert publishing.publish_due() == 0


def test_unless_it_is_archived_before(scheduled: Product, clock: Traveller) -> None:
    products.archive("stool")
    clock.move_to(NOW + HOUR)
    assert publishing.publish_due() == 0


def test_even_if_it_was_restored_after_its_time(scheduled: Product, clock: Traveller) -> None:
    products.archive("stool")
    clock.move_to(NOW + 3 * HOUR)
    products.restore("stool")
    assert (publishing.publish_due(), status()) == (1, "published")


@pytest.mark.django_db(transaction=True)
def test_for_readers_at_once(scheduled: Product, clock: Traveller, anonymous: Client) -> None:
    seen = []
    for hours in range(3):
        clock.move_to(NOW + hours * HOUR)
        publishing.publish_due()
        seen.append((anonymous.get(URL).status_code, len(anonymous.get("/api/v1/products").json()["items"])))
    assert seen == [(404, 0), (200, 1), (404, 0)]


def test_as_a_version_and_an_event(scheduled: Product, clock: Traveller) -> None:
    clock.move_to(NOW + HOUR)
    publishing.publish_due()
    latest, diff = scheduled.versions.get(number=2), {"status": ["scheduled", "published"]}
    assert (latest.kind, latest.by, latest.diff) == ("published", None, diff)
    told = Event.objects.get(kind="product.published")
    assert told.payload == {"slug": "stool", "name": "Stool", "status": "published", "diff": diff}


def test_each_minute() -> None:
    entry = beat_schedule[tasks.publish_due.name]
    assert (entry["task"], str(entry["schedule"])) == (publishing.PUBLISH_DUE, "<crontab: * * * * * (m/h/dM/MY/d)>")
    assert task_routes[publishing.PUBLISH_DUE] == {"queue": "events"}


@pytest.mark.django_db
def test_by_a_look_at_what_is_due_alone() -> None:
    Product.objects.bulk_create(
        Product(slug=str(number), name="Stool", amount=1, currency="EUR", publish_until=NOW + HOUR)
        for number in range(2000)
    )
    with CaptureQueriesContext(connection) as captured:
        publishing.publish_due()
    (asked, _waiting) = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
        cursor.execute(f"EXPLAIN {asked}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert {"product_to_publish", "product_to_archive"} <= set(plan.split())
