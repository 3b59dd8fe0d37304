"""What is not published is seen by admins alone, and nobody else can tell it from what never was there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog.services import products
from productwatch.platform import clock
from productwatch.platform.redis import redis
from tests.app.catalog.conftest import Made

URL = "/api/v1/products"
STOOL = f"{URL}/stool"
OWN = {"X-Request-ID", "RateLimit"}
"""Headers in which two requests always differ."""


@pytest.fixture(params=["draft", "scheduled", "archived"])
def hidden(request: pytest.FixtureRequest, made: Made) -> str:
    """The status of a stool that never was public, and once was called a chair."""
    begin = clock.now() + timedelta(days=1) if request.param == "scheduled" else None
    stage = "draft" if request.param == "archived" else request.param
    made("Chair", status=stage, publish_from=begin, brand="Ash", tags=["oak"])
    products.change("chair", {"slug": "stool"})
    if request.param == "archived":
        products.archive("stool")
    return str(request.param)


@pytest.fixture(params=["anonymous", "customer_client"])
def stranger(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["slug"] for item in answer.json()["items"]]


def told(answer: Any, slug: str) -> tuple[int, str, str]:
    """All that an answer says, but for what each request has of its own."""
    body = answer.content.decode().replace(slug, "").replace(answer["X-Request-ID"], "")
    return answer.status_code, body, str(sorted((name, value) for name, value in answer.items() if name not in OWN))


@pytest.mark.parametrize("query", [{}, {"brand": "Ash"}, {"tag": "oak"}, {"sort": "-price"}, {"limit": "3"}], ids=str)
def test_it_is_in_no_list(hidden: str, stranger: Client, admin_client: Client, query: dict[str, str]) -> None:
    assert slugs(stranger.get(URL, query)) == slugs(admin_client.get(URL, query)) == []


@pytest.mark.parametrize(
    "asked",
    [
        *("GET", "HEAD", "PATCH", "DELETE", "GET /history", "POST /restore", "GET /analytics"),
        *("POST /visits", "PUT /follow", "DELETE /follow"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}, {"If-Match": '"9-a"'}], ids=str)
def test_it_answers_strangers_as_what_never_was_there(
    hidden: str, stranger: Client, asked: str, headers: dict[str, str]
) -> None:
    method, _, below = asked.partition(" ")
    answers = {
        told(stranger.generic(method, f"{URL}/{slug}{below}", headers=headers), slug)
        for slug in ("stool", "chair", "stoop")
    }
    assert len(answers) == 1


def test_an_admin_reads_it_for_no_eyes_but_its_own(hidden: str, admin_client: Client) -> None:
    answer = admin_client.get(STOOL)
    assert (answer.status_code, answer.json()["status"]) == (200, hidden)
    assert answer["Cache-Control"] == "private, no-cache"
    assert admin_client.get(STOOL, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_what_an_admin_has_read_is_kept_nowhere(hidden: str, admin_client: Client, stranger: Client) -> None:
    admin_client.get(STOOL)
    admin_client.get(URL, {"status": hidden})
    assert [key for key in redis().scan_iter("*") if b"stool" in key or key.startswith(b"bytes:")] == []
    assert (stranger.get(STOOL).status_code, slugs(stranger.get(URL))) == (404, [])


def test_an_admin_is_led_to_it_by_an_earlier_slug(hidden: str, admin_client: Client) -> None:
    answer = admin_client.get(f"{URL}/chair")
    assert (answer.status_code, answer["Location"]) == (308, STOOL)


def test_an_admin_finds_it_by_its_status(hidden: str, made: Made, admin_client: Client) -> None:
    made("Bench")
    found = {status: slugs(admin_client.get(URL, {"status": status})) for status in (hidden, "published")}
    assert found == {hidden: ["stool"], "published": ["bench"]}


def test_who_asks_for_a_status_must_be_an_admin(hidden: str, customer_client: Client, anonymous: Client) -> None:
    for status in (hidden, "published"):
        answers = [client.get(URL, {"status": status}) for client in (anonymous, customer_client)]
        assert [answer.status_code for answer in answers] == [401, 403]
        assert answers[1].json()["type"] == "/problems/forbidden"


def test_a_list_by_status_tells_who_may_keep_it(hidden: str, admin_client: Client) -> None:
    assert admin_client.get(URL, {"status": hidden})["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db(transaction=True)
def test_what_was_public_is_gone_at_once(made: Made, stranger: Client, admin_client: Client) -> None:
    made("Stool")
    assert slugs(stranger.get(URL)) == ["stool"]
    assert stranger.get(STOOL).status_code == 200
    admin_client.patch(STOOL, {"status": "draft"}, content_type="application/json")
    assert (stranger.get(STOOL).status_code, slugs(stranger.get(URL))) == (404, [])
    assert admin_client.get(STOOL).json()["status"] == "draft"


def test_what_is_public_costs_admins_no_more_than_others(
    made: Made, anonymous: Client, admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made("Stool")
    shown = anonymous.get(STOOL)
    with django_assert_num_queries(0):
        assert admin_client.get(STOOL).content == shown.content
