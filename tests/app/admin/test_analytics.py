"""The page of what was visited: charts of the days that are asked for, for who may read analytics."""

from typing import Any

import pytest
from django.test import Client

from productwatch.accounts.models import Role, User
from productwatch.catalog.services import products
from productwatch.config.admin.charts import HEIGHT, bars, ceiling, chart
from productwatch.visits.services.flusher import Flusher
from productwatch.visits.services.flushing import flush
from tests.app.admin.conftest import BrowserOf
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import hit, put

PAGE = "/admin/analytics/"
DAYS = {"since": "2024-11-18", "until": "2024-11-20", "tz": "UTC"}


@pytest.fixture(autouse=True)
def _visits(db: None) -> None:
    """Three in these days, of which one by a bot, and one on the days before."""
    for name in ("Stool", "Chair"):
        products.create({"name": name, "price": PRICE})
    flush([hit("2024-11-19T10:00+00:00", visitor=number).packed() for number in (1, 2)])
    flush([hit("2024-11-17T10:00+00:00", slug="chair").packed(), hit("2024-11-19T11:00+00:00", bot="crawler").packed()])


@pytest.fixture
def flusher() -> Flusher:
    return Flusher()


def context(browser: Client, **query: str) -> dict[str, Any]:
    answer = browser.get(PAGE, DAYS | query)
    assert answer.status_code == 200
    return dict(answer.context_data or {})


def named(browser: Client, by: str) -> list[tuple[str, int]]:
    return [(row["name"], row["visits"]) for row in context(browser, by=by)["found"].rows]


def test_shows_visits_over_time_and_those_of_the_days_before(browser: Client) -> None:
    found = context(browser)
    assert [(spot.label, spot.now, spot.before) for spot in found["chart"].spots] == [
        ("18 Nov", 0, 0),
        ("19 Nov", 2, 0),
        ("20 Nov", 0, 1),
    ]
    assert (found["figures"][0]["now"], found["figures"][0]["before"], found["figures"][0]["percent"]) == (2, 1, 100)


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("product", [("Stool", 2)]),
        ("category", [("No category", 2)]),
        ("referrer", [("Direct, or not told", 2)]),
        ("campaign", [("No campaign", 2)]),
        ("device", [("desktop", 2)]),
        ("browser", [("Firefox", 2)]),
        ("country", [("Unknown", 2)]),
        ("movers", [("Stool", 2), ("Chair", -1)]),
        ("bots", [("crawler", 1)]),
    ],
)
def test_shows_what_was_visited_by_what_is_known_of_a_visit(
    browser: Client, by: str, rows: list[tuple[str, int]]
) -> None:
    assert named(browser, by) == rows


def test_shows_what_could_not_be_counted(browser: Client, flusher: Flusher) -> None:
    put(b"no visit")
    flusher.turn()
    assert named(browser, "aside") == [("broken", 1)]


def test_cuts_days_by_the_clocks_of_the_zone(browser: Client) -> None:
    assert named(browser, "product") == [("Stool", 2)]
    found = context(browser, since="2024-11-20", until="2024-11-20", tz="Pacific/Auckland", interval="day")
    assert found["figures"][0]["now"] == 0
    found = context(browser, since="2024-11-19", until="2024-11-19", tz="Pacific/Auckland", interval="hour")
    assert [spot.label for spot in found["chart"].spots if spot.now] == ["23:00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "tomorrow"},
        {"since": "2024-11-20", "until": "2024-11-01"},
        {"tz": "Mars/Olympus"},
        {"interval": "hour", "since": "2023-01-01"},
        {"by": "password"},
    ],
    ids=str,
)
def test_says_what_is_wrong_beside_what_is_usual(browser: Client, wrong: dict[str, str]) -> None:
    found = context(browser, **wrong)
    assert found["refusal"]
    assert found["period"].length == 30


def test_tells_the_last_minutes_to_its_script(browser: Client) -> None:
    answer = browser.get(f"{PAGE}recent")
    assert (answer["Content-Type"], len(answer.json()["minutes"])) == ("application/json", 30)
    assert b"/static/pages/analytics" in browser.get(PAGE).content


@pytest.mark.parametrize(("role", "status"), [(Role.ANALYST, 200), (Role.EDITOR, 200)])
def test_is_for_who_may_read_analytics(browser_of: BrowserOf, role: Role, status: int) -> None:
    user = User.objects.create(email="staff@example.com", role=role, password="!")
    assert browser_of(user).get(PAGE).status_code == status


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (1, 1), (3, 3), (7, 8), (9, 10), (11, 20), (240, 300)])
def test_charts_end_at_a_round_number(highest: int, top: int) -> None:
    assert ceiling(highest) == top


def test_charts_draw_the_highest_at_the_top_and_nothing_at_the_bottom() -> None:
    drawn = chart(["2024-11-19T00:00:00+00:00", "2024-11-20T00:00:00+00:00"], [0, 10], [], by_hour=False)
    assert drawn.now == f"250.0,{HEIGHT}.0 750.0,0.0"


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    rows: list[dict[str, Any]] = [{"visits": 10}, {"visits": -5}, {"visits": None}]
    assert [row["percent"] for row in bars(rows, "visits")] == [100, 50, 0]
