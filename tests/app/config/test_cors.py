"""Scripts of other origins call the API where the installation allows theirs, and nowhere else."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

SHOP, ELSEWHERE = "https://shop.example.com", "https://evil.example.com"
LIVE, PRODUCT = "/healthz/live", "/api/v1/products/stool"
CORS = "productwatch.config.middleware.cors.cross_origin"


@pytest.fixture
def allow(settings: Settings) -> None:
    settings.CORS_ORIGINS = [SHOP]
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], CORS, *settings.MIDDLEWARE[1:]]


@pytest.fixture
def browser(allow: None) -> Client:
    return Client()


def preflight(browser: Client, origin: str, method: str = "PATCH") -> dict[str, str]:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key,if-match",
    }
    answer = browser.options(PRODUCT, headers=headers)
    return {"status": str(answer.status_code), **answer.headers}


def words(header: str) -> set[str]:
    return {word.strip().lower() for word in header.split(",")}


def test_may_read_what_they_need_of_an_answer(browser: Client) -> None:
    answer = browser.get(LIVE, headers={"Origin": SHOP})
    assert answer["Access-Control-Allow-Origin"] == SHOP
    needed = {"etag", "location", "retry-after", "ratelimit", "ratelimit-policy", "x-request-id", "idempotent-replayed"}
    assert needed <= words(answer["Access-Control-Expose-Headers"])


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_are_told_beforehand_what_they_may_send(browser: Client, method: str) -> None:
    answer = preflight(browser, SHOP, method)
    assert (answer["status"], answer["Access-Control-Allow-Origin"]) == ("204", SHOP)
    assert method.lower() in words(answer["Access-Control-Allow-Methods"])
    asked = {"authorization", "content-type", "idempotency-key", "if-match"}
    assert asked <= words(answer["Access-Control-Allow-Headers"])


def test_read_errors_too(browser: Client) -> None:
    answer = browser.get("/nowhere", headers={"Origin": SHOP})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (404, SHOP)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", f"{SHOP}.evil.example.com", "http://shop.example.com"])
def test_of_other_places_may_not(browser: Client, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in browser.get(LIVE, headers={"Origin": origin})
    refused = preflight(browser, origin)
    assert (refused["status"], "Access-Control-Allow-Origin" in refused) == ("405", False)


def test_are_answered_apart_by_caches(browser: Client) -> None:
    assert "origin" in words(browser.get(LIVE)["Vary"])


def test_of_all_places_may_where_the_installation_says_so(allow: None, settings: Settings) -> None:
    settings.CORS_ORIGINS = ["*"]
    answer = Client().get(LIVE, headers={"Origin": ELSEWHERE})
    assert (answer["Access-Control-Allow-Origin"], "Vary" in answer) == ("*", False)


def test_never_send_cookies_along(browser: Client) -> None:
    assert "Access-Control-Allow-Credentials" not in preflight(browser, SHOP)


def test_may_not_unless_the_installation_says_so(client: Client, settings: Settings) -> None:
    assert (settings.CORS_ORIGINS, CORS in settings.MIDDLEWARE) == ([], False)
    assert "Access-Control-Allow-Origin" not in client.get(LIVE, headers={"Origin": SHOP})
