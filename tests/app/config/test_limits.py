"""Each route is behind its limits, tells how the client stands, and says when to come again."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from prometheus_client import REGISTRY
from pytest_django.fixtures import Settings

from productwatch.accounts.models import User
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.redis import breaker, redis

LIST, ME, LOGIN = "/api/v1/products", "/api/v1/auth/me", "/api/v1/auth/login"
NOBODY = {"email": "nobody@example.com", "password": "no such person"}
PRODUCT = "/api/v1/products/stool"
Limit = Callable[..., None]


@pytest.fixture
def limit(settings: Settings) -> Limit:
    """`limit("reads", 2)`: two at once."""

    def set_quota(policy: str, requests: int, seconds: int = 60) -> None:
        settings.RATE_LIMITS = settings.RATE_LIMITS | {policy: Quota(requests, seconds)}

    return set_quota


@pytest.fixture
def broken_redis() -> Iterator[None]:
    breaker.open(TimeoutError())
    yield
    breaker.close()


def sign_in(client: Client, **request: Any) -> Any:
    return client.post(LOGIN, NOBODY, "application/json", **request)


def statuses(ask: Callable[[], Any], times: int) -> list[int]:
    return [ask().status_code for _ in range(times)]


def metric(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"productwatch_limiter_{name}_total", labels) or 0


@pytest.mark.parametrize("path", [LIST, f"{LIST}?limit=0"])
def test_tells_how_the_client_stands_whatever_it_answers(anonymous: Client, db: None, limit: Limit, path: str) -> None:
    limit("reads", 5)
    answer = anonymous.get(path)
    assert answer["RateLimit-Policy"] == '"reads";q=5;w=60'
    assert answer["RateLimit"] == '"reads";r=4;t=12'


@pytest.mark.parametrize("path", [LIST, ME], ids=["with the read", "by itself"])
def test_refuses_with_the_time_to_wait(customer_client: Client, limit: Limit, path: str) -> None:
    limit("reads", 2)
    before = metric("refused", policy="reads")
    assert statuses(lambda: customer_client.get(path), 2) == [200, 200]
    answer = customer_client.get(path)
    assert (answer.status_code, answer["Retry-After"], answer["RateLimit"]) == (429, "30", '"reads";r=0;t=30')
    problem = json.loads(answer.content)
    assert (problem["type"], problem["violated-policies"]) == ("/problems/quota-exceeded", ["reads"])
    assert metric("refused", policy="reads") == before + 1


def test_counts_a_request_that_fails(anonymous: Client, db: None, limit: Limit) -> None:
    limit("reads", 2)
    assert statuses(lambda: anonymous.get(f"{LIST}?limit=0"), 3) == [422, 422, 429]


def test_counts_reads_and_writes_apart(admin_client: Client, limit: Limit) -> None:
    limit("reads", 1)
    limit("writes", 1)
    assert admin_client.get(LIST).status_code == 200
    assert statuses(lambda: admin_client.delete(PRODUCT), 2) == [404, 429]


def test_counts_each_user_wherever_they_are(admin_client: Client, customer_client: Client, limit: Limit) -> None:
    limit("reads", 1)
    assert [client.get(ME).status_code for client in (admin_client, customer_client)] == [200, 200]
    assert admin_client.get(ME, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_is_not_evaded_by_a_forwarded_address_that_the_client_makes_up(
    anonymous: Client, db: None, limit: Limit, settings: Settings
) -> None:
    limit("reads", 2)
    settings.TRUSTED_PROXIES = 1
    spoofed = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.5"} for number in range(3)]
    assert [anonymous.get(LIST, headers=headers).status_code for headers in spoofed] == [200, 200, 429]


def test_of_signing_in_is_not_widened_by_an_account(
    client_of: Callable[[User], Client], anonymous: Client, customer: User, admin: User, limit: Limit
) -> None:
    limit("sign-in", 2)
    clients = [anonymous, client_of(customer), client_of(admin)]
    assert [sign_in(client).status_code for client in clients] == [401, 401, 429]


def test_of_signing_in_are_all_kept_or_none_is_charged(anonymous: Client, db: None, limit: Limit) -> None:
    limit("sign-in", 1)
    limit("sign-in-daily", 3, 86400)
    assert [sign_in(anonymous).status_code for _ in range(3)] == [401, 429, 429]
    redis().delete(*redis().keys("limit:sign-in:*"))
    assert '"sign-in-daily";r=1' in sign_in(anonymous)["RateLimit"]


def test_lets_no_refused_read_count_as_a_visit(anonymous: Client, product: str, limit: Limit) -> None:
    limit("reads", 1)
    assert statuses(lambda: anonymous.get(PRODUCT), 1) == [200]
    redis().delete("visits:stream", *redis().keys("visits:window:*"))
    assert statuses(lambda: anonymous.get(PRODUCT), 1) == [429]
    assert redis().xlen("visits:stream") == 0


@pytest.fixture
def product(admin_client: Client) -> str:
    body = {"slug": "stool", "name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}
    assert admin_client.post(LIST, body, "application/json").status_code == 201
    return PRODUCT


@pytest.mark.parametrize("path", [LIST, PRODUCT])
def test_costs_a_kept_read_no_trip_of_its_own(anonymous: Client, product: str, trips: list[object], path: str) -> None:
    tag = anonymous.get(path)["ETag"]
    anonymous.get(path)
    trips.clear()
    kept, known = anonymous.get(path), anonymous.get(path, headers={"If-None-Match": tag})
    assert (kept.status_code, known.status_code, len(trips)) == (200, 304, 2)
    assert known["RateLimit"].startswith('"reads";r=')


def test_without_redis_lets_reads_and_writes_pass(
    admin_client: Client, customer_client: Client, broken_redis: None
) -> None:
    before = {policy: metric("unasked", policy=policy, decision="open") for policy in ("reads", "writes")}
    assert [customer_client.get(path).status_code for path in (LIST, ME)] == [200, 200]
    assert admin_client.delete(PRODUCT).status_code == 404
    assert metric("unasked", policy="reads", decision="open") == before["reads"] + 2
    assert metric("unasked", policy="writes", decision="open") == before["writes"] + 1


@pytest.mark.parametrize("path", [LOGIN, "/api/v1/auth/register"])
def test_without_redis_lets_nobody_sign_in(anonymous: Client, db: None, broken_redis: None, path: str) -> None:
    before = metric("unasked", policy="sign-in", decision="closed")
    answer = anonymous.post(path, NOBODY, "application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert metric("unasked", policy="sign-in", decision="closed") == before + 1


def test_without_redis_lets_sessions_go_on(anonymous: Client, db: None, broken_redis: None) -> None:
    for path in ("/api/v1/auth/refresh", "/api/v1/auth/logout"):
        assert anonymous.post(path, {"refresh": "none"}, "application/json").status_code == 401


@pytest.mark.parametrize("path", ["/healthz/live", "/api/openapi.json", "/api/docs", "/.well-known/jwks.json"])
def test_holds_for_operations_alone(anonymous: Client, db: None, path: str) -> None:
    assert "RateLimit" not in anonymous.get(path)
    assert redis().keys("limit:*") == []
