"""Those who watch over the installation are told …"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from prometheus_client import CollectorRegistry

from productwatch.catalog.services.images.processing import process_images
from productwatch.catalog.services.products.publishing import publish_due
from productwatch.config.collectors import DatabaseCollector
from productwatch.platform import clock
from tests.app.catalog.conftest import Made
from tests.app.catalog.uploads import IMAGES, ids, uploaded

pytestmark = pytest.mark.django_db(transaction=True)  # a scrape ends with its connection

WAITING, OLDEST, LATE, DAYS = (
    "productwatch_images_waiting",
    "productwatch_images_oldest_seconds",
    "productwatch_schedule_late_seconds",
    "productwatch_visits_days_waiting",
)
MINUTE = timedelta(minutes=1)


def told(*names: str) -> list[float | None]:
    registry = CollectorRegistry()
    registry.register(DatabaseCollector())
    return [registry.get_sample_value(name) for name in names]


def test_nothing_where_nothing_waits() -> None:
    assert told(WAITING, OLDEST, LATE, DAYS) == [0, 0, 0, 0]


@pytest.mark.usefixtures("stool", "folder")
def test_how_many_images_have_no_thumbnails_and_for_how_long(admin_client: Client) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        uploaded(admin_client)
        time.shift(MINUTE)
        uploaded(admin_client)
        time.shift(MINUTE)
        assert told(WAITING, OLDEST) == [2, 120]
        admin_client.delete(f"{IMAGES}/{ids(admin_client)[0]}")
        assert told(WAITING, OLDEST) == [1, 60]
        process_images()
        assert told(WAITING, OLDEST) == [0, 0]


@pytest.mark.parametrize(
    ("status", "due"), [("scheduled", "publish_from"), ("published", "publish_until")], ids=["begins", "ends"]
)
def test_for_how_long_a_product_is_overdue_that(made: Made, status: str, due: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        made("Stool", status=status, **{due: clock.now() + MINUTE})
        assert told(LATE) == [0]
        time.shift(3 * MINUTE)
        assert told(LATE) == [120]
        publish_due()
        assert told(LATE) == [0]
