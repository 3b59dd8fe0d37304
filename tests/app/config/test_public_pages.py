"""What belongs to no domain: health, keys, documentation, and what holds for every answer."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from productwatch.config import health
from productwatch.platform import keyring
from productwatch.platform.redis import breaker

PAGES = ["/api/docs", "/api/redoc", "/account/confirm", "/account/forgotten"]
ADDRESSES = ["/healthz/live", "/.well-known/jwks.json", "/api/openapi.json", *PAGES]


def test_live_asks_nobody(client: Client) -> None:
    assert client.get("/healthz/live").json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_tells_each_dependency(client: Client) -> None:
    states = {"database": "ok", "redis": "ok", "signing_keys": "ok"}
    assert client.get("/healthz/ready").json() == {"status": "ready", "dependencies": states}


@pytest.mark.django_db
def test_ready_stays_so_while_redis_is_away(client: Client) -> None:
    breaker.open(TimeoutError())
    answer = client.get("/healthz/ready")
    breaker.close()
    assert (answer.status_code, answer.json()["dependencies"]["redis"]) == (200, "away")


def test_ready_needs_the_database_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_started", False)
    here, away = {"database": "ok", "signing_keys": "ok"}, {"database": "away", "signing_keys": "ok"}
    assert [health.has_started(states) for states in (away, here, away)] == [False, True, True]


def test_keys_are_published_without_their_private_parts(client: Client) -> None:
    answer = client.get("/.well-known/jwks.json")
    [key] = answer.json()["keys"]
    assert key["kid"] == keyring.current().active
    assert "d" not in key
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("page", ["/api/docs", "/api/redoc"])
def test_documentation_comes_from_our_own_files(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    assert "//" not in html
    sources = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    assert len(sources) >= 3
    assert all(finders.find(source) for source in sources)


def test_documentation_runs_no_inline_script(client: Client) -> None:
    page = client.get("/api/docs")
    assert "<script>" not in page.content.decode()
    assert "script-src 'self';" in page["Content-Security-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_gives_what_get_gives_without_the_body(client: Client, address: str) -> None:
    full, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(full.content))
    assert head["Content-Type"] == full["Content-Type"]


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere"])
def test_every_answer_carries_its_id_and_the_security_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert len(answer["X-Request-ID"]) == 32
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_ids_are_never_taken_from_the_client(client: Client) -> None:
    assert client.get("/healthz/live", headers={"X-Request-ID": "mine"})["X-Request-ID"] != "mine"


def test_openapi_describes_every_route_of_the_story(client: Client) -> None:
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    routes = {
        "/api/v1/auth/register", "/api/v1/auth/confirm", "/api/v1/auth/login", "/api/v1/auth/refresh",
        "/api/v1/auth/logout", "/api/v1/auth/me",
        "/api/v1/products", "/api/v1/products/{slug}", "/api/v1/products/{slug}/visits",
        "/api/v1/products/{slug}/follow", "/api/v1/products/{slug}/analytics", "/api/v1/categories",
        "/api/v1/categories/{slug}", "/api/v1/categories/{slug}/merge", "/api/v1/category-tree",
        "/api/v1/product-types", "/api/v1/product-types/{slug}",
        "/api/v1/products/{slug}/history", "/api/v1/products/{slug}/history/{number}/undo",
        "/api/v1/products/{slug}/restore",
        "/api/v1/analytics/overview", "/api/v1/analytics/products", "/api/v1/deliveries",
    }  # fmt: skip
    assert routes <= set(paths)
