"""The report of a day is mailed to admins, and never twice."""

from datetime import UTC, datetime, timedelta

from tests.cluster.shop import Person, Shop
from tests.cluster.sink import Sink
from tests.cluster.waiting import eventually


def test_is_sent_once(shop: Shop, admin: Person, mails: Sink) -> None:
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    first = shop.namespace.manage("report", "--day", day, "--send")
    second = shop.namespace.manage("report", "--day", day, "--send")
    assert day in first
    assert "not sent again" in second
    eventually("the report is there", lambda: mails.mails(day), within=10)
    assert mails.recipients(day) == [admin.email]
