"""The analytics …"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from productwatch.catalog.services import products
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import hit, instant

OVERVIEW, RANKING = "/api/v1/analytics/overview", "/api/v1/analytics/products"
STOOL = "/api/v1/products/stool/analytics"


def ask(client: Client, url: str = STOOL, **query: Any) -> Any:
    days = {"from": "2024-11-19", "to": "2024-11-21"}
    named = {"from" if name == "since" else name: value for name, value in query.items()}
    return client.get(url, days | named)


def shown(answer: Any) -> dict[str, tuple[int, int]]:
    """What of the series is not zero."""
    return {each["start"]: (each["visits"], each["visitors"]) for each in answer.json()["series"] if each["visits"]}


def visit(*visits: tuple[str, int] | tuple[str, int, str]) -> None:
    """(when, by whom, and of what if it is not the stool)"""
    flush([hit(at, visitor=who, slug=what[0] if what else "stool").packed() for at, who, *what in visits])


@pytest.fixture(autouse=True)
def _products(stool: str, chair: str) -> None:
    """There are two."""


def test_of_a_product_count_its_visits_and_visitors(admin_client: Client) -> None:
    visit(("2024-11-20T10:00+00:00", 1), ("2024-11-20T11:00+00:00", 1), ("2024-11-20T12:00+00:00", 2))
    visit(("2024-11-20T10:00+00:00", 9, "chair"))
    answer = ask(admin_client)
    assert (answer.json()["visits"], answer.json()["visitors"]) == (3, 2)
    assert shown(answer) == {"2024-11-20T00:00:00+00:00": (3, 2)}


def test_show_empty_buckets_too(admin_client: Client) -> None:
    series = ask(admin_client).json()["series"]
    assert series == [
        {"start": f"2024-11-{day}T00:00:00+00:00", "visits": 0, "visitors": 0} for day in (19, 20, 21)
    ]  # fmt: skip


def test_of_nothing_named_are_of_the_last_30_days(admin_client: Client) -> None:
    assert len(admin_client.get(STOOL).json()["series"]) == 30


def test_count_a_visitor_of_another_day_again_and_of_another_hour_of_the_day_once(admin_client: Client) -> None:
    visit(("2024-11-19T10:00+00:00", 1), ("2024-11-20T10:00+00:00", 1), ("2024-11-20T11:00+00:00", 1))
    for interval in ("day", "hour"):
        assert ask(admin_client, interval=interval).json()["visitors"] == 2
    assert shown(ask(admin_client, interval="hour")) == {
        "2024-11-19T10:00:00+00:00": (1, 1),
        "2024-11-20T10:00:00+00:00": (1, 1),
        "2024-11-20T11:00:00+00:00": (1, 1),
    }


@pytest.mark.parametrize(
    ("tz", "start", "next_start", "in_utc"),
    [
        ("Europe/Berlin", "2024-10-27T00:00:00+02:00", "2024-10-28T00:00:00+01:00", "2024-10-27T23:00+00:00"),
        ("Asia/Kathmandu", "2024-10-27T00:00:00+05:45", "2024-10-28T00:00:00+05:45", "2024-10-27T18:15+00:00"),
        ("Australia/Lord_Howe", "2024-10-06T00:00:00+10:30", "2024-10-07T00:00:00+11:00", "2024-10-06T13:00+00:00"),
    ],
)
def test_cut_days_as_the_clocks_of_the_zone_do(
    admin_client: Client, tz: str, start: str, next_start: str, in_utc: str
) -> None:
    just_before = instant(in_utc) - timedelta(milliseconds=1)
    visit((just_before.isoformat(), 1), (in_utc, 1))
    answer = ask(admin_client, since=start[:10], to=next_start[:10], tz=tz)
    assert shown(answer) == {start: (1, 1), next_start: (1, 1)}


def test_of_a_day_of_25_hours_count_both_of_the_repeated_ones(admin_client: Client) -> None:
    visit(("2024-10-27T00:30+00:00", 1), ("2024-10-27T01:30+00:00", 1))
    answer = ask(admin_client, since="2024-10-27", to="2024-10-27", tz="Europe/Berlin", interval="hour")
    assert len(answer.json()["series"]) == 25
    assert shown(answer) == {"2024-10-27T02:00:00+02:00": (1, 1), "2024-10-27T02:00:00+01:00": (1, 1)}


def test_leave_out_bots_and_other_days(admin_client: Client) -> None:
    visit(("2024-11-18T23:59+00:00", 1), ("2024-11-22T00:00+00:00", 1))
    flush([hit("2024-11-20T10:00+00:00", bot="crawler").packed()])
    assert (ask(admin_client).json()["visits"], ask(admin_client).json()["visitors"]) == (0, 0)


def test_of_an_archived_product_stay(admin_client: Client) -> None:
    visit(("2024-11-20T10:00+00:00", 1))
    products.archive("stool")
    assert ask(admin_client).json()["visits"] == 1
    assert ask(admin_client, RANKING).json()["items"][0]["slug"] == "stool"


def test_of_all_count_a_visitor_of_two_products_once(admin_client: Client) -> None:
    visit(("2024-11-20T10:00+00:00", 1), ("2024-11-20T10:00+00:00", 1, "chair"), ("2024-11-20T11:00+00:00", 1, "chair"))
    answer = ask(admin_client, OVERVIEW).json()
    assert (answer["visits"], answer["visitors"]) == (3, 1)
    assert answer["top"] == [
        {"slug": "chair", "name": "Chair", "visits": 2, "visitors": 1},
        {"slug": "stool", "name": "Stool", "visits": 1, "visitors": 1},
    ]


def test_by_product_are_read_page_by_page(admin_client: Client) -> None:
    visit(("2024-11-19T10:00+00:00", 1), ("2024-11-20T10:00+00:00", 1), ("2024-11-20T10:00+00:00", 2, "chair"))
    first = ask(admin_client, RANKING, limit=1).json()
    assert first["items"] == [{"slug": "stool", "name": "Stool", "visits": 2, "visitors": 2}]
    second = ask(admin_client, RANKING, limit=1, cursor=first["next"]).json()
    assert (second["items"], second["next"]) == ([{"slug": "chair", "name": "Chair", "visits": 1, "visitors": 1}], None)


def test_by_product_show_none_twice_where_visits_are_equal(admin_client: Client) -> None:
    visit(("2024-11-20T10:00+00:00", 1), ("2024-11-20T10:00+00:00", 1, "chair"))
    first = ask(admin_client, RANKING, limit=1).json()
    second = ask(admin_client, RANKING, limit=1, cursor=first["next"]).json()
    assert {page["items"][0]["slug"] for page in (first, second)} == {"stool", "chair"}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"since": "2024-11-22"}, "#/from"),
        ({"since": "20241119"}, "#/from"),
        ({"to": "1732060800"}, "#/to"),
        ({"to": "2024-11-31"}, "#/to"),
        ({"tz": "Europe/Nowhere"}, "#/tz"),
        ({"interval": "minute"}, "#/interval"),
        ({"since": "2023-11-01"}, "#/from"),
        ({"since": "2024-10-01", "interval": "hour"}, "#/from"),
        ({"color": "red"}, "#/color"),
    ],
)
def test_of_a_period_that_cannot_be_are_refused(admin_client: Client, query: dict[str, str], pointer: str) -> None:
    for url in (STOOL, OVERVIEW):
        answer = ask(admin_client, url, **query)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0", "WzEsIngiXQ"])
def test_by_product_refuse_a_cursor_that_was_made_up(admin_client: Client, cursor: str) -> None:
    answer = ask(admin_client, RANKING, cursor=cursor)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/cursor")


@pytest.mark.parametrize("slug", ["none", "no_slug!", "x" * 300])
def test_of_no_product_are_not_found(admin_client: Client, slug: str) -> None:
    assert ask(admin_client, f"/api/v1/products/{slug}/analytics").status_code == 404


@pytest.mark.parametrize("url", [STOOL, OVERVIEW, RANKING, "/api/v1/products/none/analytics"])
def test_are_for_admins(anonymous: Client, customer_client: Client, url: str) -> None:
    assert (ask(anonymous, url).status_code, ask(customer_client, url).status_code) == (401, 403)


@pytest.mark.parametrize("url", [STOOL, OVERVIEW, RANKING])
def test_are_kept_by_nobody(admin_client: Client, url: str) -> None:
    assert ask(admin_client, url)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("url", "query", "ceiling"),
    [
        (STOOL, {"interval": "day"}, 4),
        (STOOL, {"interval": "hour"}, 7),
        (OVERVIEW, {"interval": "day"}, 9),
        (OVERVIEW, {"interval": "hour"}, 12),
        (RANKING, {}, 6),
    ],
)
def test_cost_as_many_queries_whatever_they_tell(
    admin_client: Client, url: str, query: dict[str, str], ceiling: int, django_assert_num_queries: Any
) -> None:
    visit(*((f"2024-11-{19 + n % 3}T10:00+00:00", n, slug) for n in range(12) for slug in ("stool", "chair")))
    with django_assert_num_queries(ceiling):
        ask(admin_client, url, **query)
