"""Who is taken for a bot, and why …"""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from productwatch.catalog.services import products
from productwatch.platform import clock
from productwatch.platform.redis import redis
from productwatch.visits.entries import parse
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import GOOGLEBOT, beacon, metric, read, stored

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
WEB_VIEW = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0.0.0 Mobile"
HINTS = '"Chromium";v="140", "Google Chrome";v="140"'

pytestmark = pytest.mark.usefixtures("stool")


def reasons() -> list[str]:
    return [parse(packed, clock.now()).bot for packed in stored()]


def told(reason: str) -> float:
    return metric("productwatch_visits_bots_total", reason=reason)


@pytest.fixture
def secure(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://testserver"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"User-Agent": GOOGLEBOT}, "crawler"),
        ({"User-Agent": CHROME.replace("Chrome", "HeadlessChrome")}, "headless"),
        ({"Accept-Language": ""}, "no_language"),
        ({"User-Agent": CHROME, "Sec-CH-UA": '"HeadlessChrome";v="140"'}, "headless"),
    ],
)
def test_is_kept_with_the_reason_and_counted_by_it(anonymous: Client, headers: dict[str, str], reason: str) -> None:
    before = told(reason)
    read(anonymous, **headers)
    assert (reasons(), told(reason)) == ([reason], before + 1)


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"User-Agent": CHROME}, "no_hints"),
        ({"User-Agent": CHROME, "Sec-CH-UA": HINTS}, ""),
        ({"User-Agent": CHROME.replace("140", "89")}, ""),
        ({"User-Agent": WEB_VIEW}, ""),
        ({}, ""),
    ],
)
def test_is_who_says_chrome_and_sends_none_of_its_hints(
    anonymous: Client, headers: dict[str, str], reason: str
) -> None:
    read(anonymous, **headers)
    assert reasons() == [reason]


@pytest.mark.parametrize("headers", [{"User-Agent": CHROME}, {"User-Agent": "curl/8.10.1", "Accept-Language": ""}])
def test_is_nobody_for_what_is_not_sent_without_tls_or_by_a_program(anonymous: Client, headers: dict[str, str]) -> None:
    read(anonymous, **headers)
    assert reasons() == [""]


@pytest.mark.usefixtures("secure")
def test_is_nobody_by_marks_where_a_setting_says_so(anonymous: Client, settings: Settings) -> None:
    settings.VISIT_BOT_MARKS = False
    read(anonymous, **{"User-Agent": CHROME, "Accept-Language": ""})
    assert reasons() == [""]


@pytest.fixture
def lamps(db: None) -> list[str]:
    return [products.create({"name": f"Lamp {number}", "price": PRICE}) for number in range(4)]


def test_is_who_reads_more_in_a_minute_than_anybody_can(
    anonymous: Client, lamps: list[str], settings: Settings
) -> None:
    settings.VISIT_BOT_PACE = 2
    before = told("pace")
    for slug in lamps:
        read(anonymous, slug)
    beacon(anonymous)
    read(anonymous, address="203.0.113.9")
    assert (reasons(), told("pace")) == (["", "", "pace", "pace", "pace", ""], before + 3)
    assert {0 < redis().pttl(key) <= 60_000 for key in redis().scan_iter("visits:pace:*")} == {True}


def test_is_nobody_by_pace_where_a_setting_says_so(anonymous: Client, lamps: list[str], settings: Settings) -> None:
    settings.VISIT_BOT_PACE = 0
    for slug in lamps:
        read(anonymous, slug)
    assert reasons() == [""] * 4
    assert redis().keys("visits:pace:*") == []


def test_costs_no_trip_of_its_own_to_find_out(anonymous: Client, lamps: list[str], trips: list[Any]) -> None:
    read(anonymous, lamps[0], address="203.0.113.9")
    trips.clear()
    read(anonymous, lamps[0])
    assert len(trips) == 1
