"""Reading a product …"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from productwatch.catalog.services import products
from productwatch.platform import clock, reads
from productwatch.platform.redis import breaker, redis
from productwatch.visits.entries import parse
from tests.app.visits.hits import GOOGLEBOT, beacon, dropped, metric, put, read, stored, waiting

pytestmark = pytest.mark.usefixtures("stool")


@pytest.fixture
def broken_redis() -> Iterator[None]:
    breaker.open(TimeoutError())
    yield
    breaker.close()


def test_is_a_visit_also_where_nothing_is_cached_yet(anonymous: Client) -> None:
    assert read(anonymous).status_code == 200
    assert waiting() == 1


def test_is_one_visit_within_the_window(anonymous: Client) -> None:
    for _ in range(3):
        read(anonymous)
    assert waiting() == 1


def test_is_another_visit_when_the_window_is_over(anonymous: Client) -> None:
    read(anonymous)
    for window in redis().scan_iter("visits:window:*"):
        assert 9_000 < redis().pttl(window) <= 10_000
        redis().delete(window)
    read(anonymous)
    assert waiting() == 2


def test_has_a_window_of_its_own_for_each_visitor_and_product(anonymous: Client, chair: str) -> None:
    read(anonymous)
    read(anonymous, address="203.0.113.8")
    read(anonymous, User_Agent="Mozilla/5.0 (iPhone) Mobile Safari")
    read(anonymous, chair)
    assert waiting() == 4


def test_from_a_kept_copy_is_a_visit_too(anonymous: Client) -> None:
    tag = read(anonymous, address="203.0.113.8")["ETag"]
    assert read(anonymous, If_None_Match=tag).status_code == 304
    assert waiting() == 2


def test_shares_the_window_with_the_beacon(anonymous: Client) -> None:
    assert beacon(anonymous).status_code == 202
    tag = read(anonymous)["ETag"]
    assert read(anonymous, If_None_Match=tag).status_code == 304
    assert waiting() == 1


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize("status", [200, 304])
def test_costs_no_trip_of_its_own(anonymous: Client, trips: list[object], *, cached: bool, status: int) -> None:
    """A read that nothing is kept of takes its trips anyway; the visit rides along on the last one."""
    tag = read(anonymous, address="203.0.113.8")["ETag"]
    taken = []
    for uncounted in ({"DNT": "1"}, {}):
        if not cached:
            reads.drop("product:stool")
        trips.clear()
        headers = {"If_None_Match": tag} if status == 304 else {}
        assert read(anonymous, address="203.0.113.7", **headers, **uncounted).status_code == status
        taken.append(len(trips))
    assert taken == ([1, 1] if cached else [3, 3])
    assert waiting() == 2


def test_of_the_headers_alone_is_no_visit(anonymous: Client) -> None:
    before = dropped("head")
    anonymous.head("/api/v1/products/stool")
    assert (waiting(), dropped("head")) == (0, before + 1)


@pytest.mark.parametrize("ask", [read, beacon])
def test_ahead_of_a_click_is_no_visit(anonymous: Client, ask: Callable[..., Any]) -> None:
    before = dropped("prefetch")
    ask(anonymous, Sec_Purpose="prefetch;prerender")
    assert (waiting(), dropped("prefetch")) == (0, before + 1)


def test_of_a_draft_is_no_visit(admin_client: Client, chair: str) -> None:
    products.change(chair, {"status": "draft"})
    before = dropped("staff")
    assert read(admin_client, chair).status_code == 200
    assert (waiting(), dropped("staff")) == (0, before + 1)


def test_by_staff_is_no_visit(admin_client: Client) -> None:
    before = dropped("staff")
    read(admin_client)
    assert beacon(admin_client).status_code == 202
    assert (waiting(), dropped("staff")) == (0, before + 2)


def test_by_a_customer_is_a_visit_like_any(customer_client: Client) -> None:
    read(customer_client)
    assert waiting() == 1


@pytest.mark.parametrize("header", ["Sec_GPC", "DNT"])
def test_by_who_opts_out_is_no_visit_unless_a_setting_says_so(
    anonymous: Client, settings: Settings, header: str
) -> None:
    before = dropped("opted_out")
    read(anonymous, **{header: "1"})
    assert (waiting(), dropped("opted_out")) == (0, before + 1)
    settings.HONOUR_OPT_OUT = False
    read(anonymous, **{header: "1"})
    assert waiting() == 1


def test_is_kept_with_the_campaign_of_the_page_that_asks(anonymous: Client) -> None:
    read(anonymous, Referer="http://testserver/stool?utm_source=news&utm_campaign=spring")
    assert told(stored()) == [("", "news", "", "spring", "")]


def test_is_kept_with_what_the_beacon_tells_of_its_page(anonymous: Client) -> None:
    page = {"referrer": "https://www.example.org/x", "utm_source": "News", "utm_medium": "email"}
    assert beacon(anonymous, query_params=page).status_code == 202
    assert told(stored()) == [("example.org", "news", "email", "", "")]


def test_told_with_a_parameter_that_is_none_is_refused(anonymous: Client) -> None:
    assert beacon(anonymous, query_params={"at": "2020-01-01T00:00Z"}).status_code == 422
    assert waiting() == 0


@pytest.mark.parametrize(("proxies", "header", "country"), [(1, "X-Country", "DE"), (0, "X-Country", ""), (1, "", "")])
def test_is_kept_with_the_country_that_a_trusted_proxy_tells(
    anonymous: Client, settings: Settings, proxies: int, header: str, country: str
) -> None:
    settings.TRUSTED_PROXIES, settings.COUNTRY_HEADER = proxies, header
    read(anonymous, X_Country="de")
    assert told(stored()) == [("", "", "", "", country)]


def told(packed: list[bytes]) -> list[tuple[str, ...]]:
    """Where the hits come from."""
    hits = [parse(each, clock.now()) for each in packed]
    return [(hit.referrer, hit.source, hit.medium, hit.campaign, hit.country) for hit in hits]


def test_with_a_token_that_is_none_is_a_visit(anonymous: Client) -> None:
    read(anonymous, Authorization="Bearer nonsense")
    assert waiting() == 1


@pytest.mark.parametrize("ask", [read, beacon])
def test_that_is_not_there_or_not_public_is_no_visit(anonymous: Client, chair: str, ask: Callable[..., Any]) -> None:
    products.archive(chair)
    for slug in ("none", chair, "no_slug!"):
        assert [ask(anonymous, slug).status_code for _ in range(2)] == [404, 404]
    assert waiting() == 0


@pytest.mark.parametrize("content_type", ["text/plain;charset=UTF-8", "application/json", "application/octet-stream"])
def test_is_told_by_a_beacon_with_any_body(anonymous: Client, content_type: str) -> None:
    assert beacon(anonymous, data="{", content_type=content_type).status_code == 202
    assert waiting() == 1


def test_by_a_bot_is_kept_with_the_reason(anonymous: Client) -> None:
    read(anonymous, User_Agent=GOOGLEBOT)
    (packed,) = stored()
    assert parse(packed, clock.now()).bot == "crawler"


def test_without_redis_is_answered_and_told_as_dropped(anonymous: Client, broken_redis: None) -> None:
    before = dropped("redis_away")
    assert read(anonymous).status_code == 200
    assert dropped("redis_away") == before + 1


def test_told_by_a_beacon_without_redis_is_refused(anonymous: Client, broken_redis: None) -> None:
    before = dropped("redis_away")
    answer = beacon(anonymous)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert dropped("redis_away") == before + 1


def test_is_answered_and_told_as_dropped_while_too_many_wait(anonymous: Client, settings: Settings) -> None:
    settings.VISIT_BACKLOG = 2
    put(b"", b"")
    before = dropped("backlog_full")
    assert read(anonymous).status_code == 200
    assert beacon(anonymous, address="203.0.113.8").status_code == 503
    assert (dropped("backlog_full"), waiting()) == (before + 2, 2)


def test_is_answered_and_told_as_dropped_while_redis_has_no_memory(
    fill_redis: Callable[[], None], anonymous: Client
) -> None:
    read(anonymous)
    before = dropped("redis_full")
    fill_redis()
    assert read(anonymous, address="203.0.113.8").status_code == 200
    assert beacon(anonymous, address="203.0.113.9").status_code == 503
    assert (dropped("redis_full"), waiting()) == (before + 2, 1)


@pytest.mark.parametrize("ask", [read, beacon])
def test_is_taken_by_a_redis_that_knows_no_script(anonymous: Client, ask: Callable[..., Any]) -> None:
    read(anonymous, address="203.0.113.8")
    redis().script_flush()
    assert ask(anonymous).status_code < 300
    assert waiting() == 2


def test_is_measured_when_the_stream_has_it(anonymous: Client) -> None:
    before = metric("productwatch_visits_recorded_total")
    for _ in range(2):
        read(anonymous)
    assert metric("productwatch_visits_recorded_total") == before + 1


def test_costs_no_query_when_it_is_cached(anonymous: Client) -> None:
    read(anonymous)
    with CaptureQueriesContext(connection) as queries:
        read(anonymous, address="203.0.113.8")
    assert (len(queries), waiting()) == (0, 2)


def test_lasts_as_long_as_is_set(anonymous: Client, settings: Settings) -> None:
    settings.VISIT_WINDOW_SECONDS = 100
    read(anonymous)
    (window,) = redis().scan_iter("visits:window:*")
    assert 99_000 < redis().pttl(window) <= 100_000
