"""A line of a file …"""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.visits.origins import Campaign
from productwatch.visits.services.backfill import access_log, json_lines
from productwatch.visits.services.backfill.readings import Bad, Reading
from tests.app.visits.hits import FIREFOX, instant

NOON = instant("2026-11-20T12:00:00+00:00")
parse = access_log.parser("/products/{slug}")


def line(  # noqa: PLR0913 - what differs is named
    request: str = "GET /products/stool HTTP/1.1",
    status: int = 200,
    *,
    time: str = "20/Nov/2026:12:00:00 +0000",
    referrer: str = "-",
    agent: str = FIREFOX,
    rest: str = "",
) -> str:
    return f'203.0.113.7 - - [{time}] "{request}" {status} 512 "{referrer}" "{agent}"{rest}'


def test_tells_who_read_what_and_when() -> None:
    assert parse(line()) == Reading(NOON, "stool", ("203.0.113.7", FIREFOX), FIREFOX)


def test_tells_where_the_reader_came_from() -> None:
    found = parse(line("GET /products/stool?utm_source=News HTTP/1.1", referrer="https://example.org/a"))
    assert found
    assert (found.referrer, found.campaign) == ("https://example.org/a", Campaign("news"))


@pytest.mark.parametrize("time", ["20/Nov/2026:13:00:00 +0100", "20/Nov/2026:08:30:00 -0330"])
def test_is_of_one_time_in_all_zones(time: str) -> None:
    found = parse(line(time=time))
    assert found
    assert found.at == NOON


@pytest.mark.parametrize(
    "written",
    [
        line(rest=' "203.0.113.9" rt=0.003'),
        line(agent='a \\"quoted\\" one'),
        line("GET /products/stool/ HTTP/1.1"),
        line("GET /products/stool HTTP/2.0", 304),
        line("POST /api/v1/products/stool/visits?referrer=x HTTP/1.1", 202),
        line().replace(" - - ", " - Ann Smith "),
    ],
)
def test_may_have_any_form_of_the_format(written: str) -> None:
    found = parse(written)
    assert found
    assert found.slug == "stool"


@pytest.mark.parametrize(
    "written",
    [
        line("GET / HTTP/1.1"),
        line("GET /products/stool HTTP/1.1", 404),
        line("HEAD /products/stool HTTP/1.1"),
        line("POST /products/stool HTTP/1.1"),
        line("GET /products/stool/reviews HTTP/1.1"),
        line("GET /other/products/stool HTTP/1.1"),
        line("\\x16\\x03\\x01", 400),
        line("-", 408),
    ],
)
def test_may_tell_of_something_else(written: str) -> None:
    assert parse(written) is None


@pytest.mark.parametrize(
    "written",
    ["", "nonsense", line()[:60], line(time="yesterday"), line(time="31/Nov/2026:12:00:00 +0000"), line(time="")],
)
def test_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(Bad):
        parse(written)


@given(st.text())
def test_is_read_or_refused_whatever_it_is(written: str) -> None:
    for read in (parse, json_lines.parse):
        with suppress(Bad):
            read(written)


def test_of_no_path_of_a_product_is_looked_for() -> None:
    with pytest.raises(ValueError, match="slug"):
        access_log.parser("/products/")


def row(**fields: Any) -> str:
    return json.dumps({"at": "2026-11-20T13:00:00+01:00", "product": "stool", "address": "203.0.113.7"} | fields)


def test_of_json_tells_as_much() -> None:
    told = {"user_agent": FIREFOX, "referrer": "https://example.org/", "utm_source": "News", "country": "de"}
    who = ("203.0.113.7", FIREFOX)
    expected = Reading(NOON, "stool", who, FIREFOX, "https://example.org/", Campaign("news"), "DE")
    assert json_lines.parse(row(**told)) == expected


def test_of_json_may_name_its_visitor_as_it_likes() -> None:
    assert json_lines.parse(row(visitor="a7", address="")).who == ("a7",)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"address": ""}, "neither visitor nor address"),
        ({"at": "2026-11-20T13:00:00"}, "at timezone aware"),
        ({"product": None}, "product string type"),
        ({"color": "203.0.113.7"}, "color extra forbidden"),
    ],
)
def test_of_json_that_is_wrong_is_refused_with_the_fault_alone(fields: dict[str, Any], fault: str) -> None:
    with pytest.raises(Bad, match=f"^{fault}$"):
        json_lines.parse(row(**fields))
