"""For whoever looks at the analytics, the visits of a period …"""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from productwatch.catalog.services import categories, products
from productwatch.platform.cursors import Cursors
from productwatch.platform.problems import Invalid
from productwatch.visits import selectors
from productwatch.visits.entries import VISITOR_BYTES, Hit
from productwatch.visits.periods import Period
from productwatch.visits.services.flushing import flush
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import hit, instant

DAY = Period(date(2024, 11, 20), date(2024, 11, 20), ZoneInfo("UTC"))
CURSORS = Cursors("a list")


def come(visitor: int = 1, slug: str = "stool", **told: str) -> None:
    made = hit(visitor=visitor, slug=slug)
    flush([Hit(made.event, visitor.to_bytes(VISITOR_BYTES, "big"), slug, **told).packed()])


def broken_down(dimension: Any, period: Period = DAY) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = selectors.breakdown(period, dimension, CURSORS, None, 10)["items"]
    return found


@pytest.mark.parametrize("dimension", ["referrer", "device", "browser", "country"])
def test_are_broken_down_by_what_is_known_of_a_visit(stool: str, dimension: str) -> None:
    for visitor, value in ((1, "AT"), (1, "AT"), (2, "AT"), (1, "DE"), (1, "")):
        come(visitor, **{dimension: value})
    assert broken_down(dimension) == [
        {"value": "AT", "visits": 3, "visitors": 2},
        {"value": "DE", "visits": 1, "visitors": 1},
        {"value": "", "visits": 1, "visitors": 1},
    ]


def test_are_broken_down_by_campaign(stool: str) -> None:
    come(source="letter", medium="email", campaign="spring")
    come(source="letter", medium="email", campaign="spring")
    come(source="letter")
    assert broken_down("campaign") == [
        {"source": "letter", "medium": "email", "campaign": "spring", "visits": 2, "visitors": 1},
        {"source": "letter", "medium": "", "campaign": "", "visits": 1, "visitors": 1},
    ]


def test_are_broken_down_by_product(stool: str, chair: str) -> None:
    come(slug=chair)
    assert broken_down("product") == [{"slug": "chair", "name": "Chair", "visits": 1, "visitors": 1}]


def test_are_broken_down_by_category(stool: str) -> None:
    categories.ensure(["Seats"])
    products.create({"name": "Bench", "price": PRICE, "category": "seats"})
    for slug in ("stool", "bench", "bench"):
        come(slug=slug)
    assert broken_down("category") == [
        {"slug": "seats", "name": "Seats", "visits": 2, "visitors": 1},
        {"slug": "", "name": "", "visits": 1, "visitors": 1},
    ]


def test_are_read_page_by_page(stool: str) -> None:
    for country in ("AT", "AT", "DE", "CH"):
        come(country=country)
    first = selectors.breakdown(DAY, "country", CURSORS, None, 2)
    second = selectors.breakdown(DAY, "country", CURSORS, first["next"], 2)
    assert [row["value"] for row in first["items"]] == ["AT", "DE"]
    assert ([row["value"] for row in second["items"]], second["next"]) == (["CH"], None)


def test_are_not_read_on_from_another_list(stool: str) -> None:
    with pytest.raises(Invalid):
        selectors.breakdown(DAY, "country", CURSORS, Cursors("another").made(1, "AT"), 2)


def test_are_compared_with_as_many_days_before(stool: str) -> None:
    flush([hit("2024-11-19T12:00+00:00", visitor=visitor).packed() for visitor in (1, 2)])
    flush([hit("2024-11-18T12:00+00:00").packed(), hit("2024-11-20T12:00+00:00").packed()])
    compared = selectors.overview(DAY, compare=True)
    assert compared["before"] == {"from": "2024-11-19", "to": "2024-11-19", "visits": 2, "visitors": 2}
    assert compared["visits"] == 1


def test_show_which_products_gained_and_lost(stool: str, chair: str) -> None:
    flush([hit("2024-11-19T12:00+00:00", slug=chair).packed() for _ in range(3)])
    flush([hit("2024-11-20T12:00+00:00", slug=slug).packed() for slug in (stool, stool, chair)])
    assert selectors.movers(DAY) == {
        "up": [{"slug": "stool", "name": "Stool", "visits": 2, "before": 0, "change": 2}],
        "down": [{"slug": "chair", "name": "Chair", "visits": 1, "before": 3, "change": -2}],
    }


def test_leave_bots_to_a_list_of_their_own(stool: str) -> None:
    flush([hit(bot=reason).packed() for reason in ("crawler", "headless", "headless", "")])
    assert selectors.bots(DAY) == [{"reason": "headless", "visits": 2}, {"reason": "crawler", "visits": 1}]
    assert broken_down("device") == [{"value": "desktop", "visits": 1, "visitors": 1}]


def test_of_the_last_thirty_minutes_are_told_by_minute(stool: str, chair: str) -> None:
    now = instant("2024-11-20T12:44:30+00:00")
    with time_machine.travel(now, tick=False):
        for ago, slug in ((0, stool), (60, stool), (29 * 60, chair), (30 * 60, chair)):
            flush([hit(now - timedelta(seconds=ago), slug=slug).packed()])
        live = selectors.last_minutes()
    assert [minute["visits"] for minute in live["minutes"]] == [1, *[0] * 27, 1, 1]
    assert (live["visits"], live["minutes"][-1]["start"]) == (3, "2024-11-20T12:44:00+00:00")
    assert live["top"] == [{"slug": slug, "name": slug.title(), "visits": 2} for slug in (stool, chair)]
