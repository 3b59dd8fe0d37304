"""While a shared server is away the API answers at once, says what is missing, and recovers by itself."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import redis

from productwatch_local.processes import until
from tests.api.service import CUSTOMER, Service

AT_ONCE = 2.0
"""Seconds; nothing may hang for longer."""

STOOL: dict[str, Any] = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}
PRODUCT = "/api/v1/products/stool"
LIST = "/api/v1/products?limit=10"
DROPPED = 'productwatch_visits_dropped_total{reason="redis_away"}'
RECORDED = "productwatch_visits_recorded_total"
CLOSED = 'productwatch_limiter_unasked_total{decision="closed",policy="sign-in"}'


class Caller:
    """Calls as an admin, and holds each answer to its time."""

    def __init__(self, service: Service) -> None:
        self._service, self._token = service, service.token("admin")

    def __call__(
        self, method: str, path: str, body: Any = None, *, signed_in: bool = True, key: str = ""
    ) -> httpx.Response:
        token = self._token if signed_in else None
        more = ({"json": body} if body else {}) | ({"headers": {"Idempotency-Key": key}} if key else {})
        began = time.monotonic()
        answer = self._service.call(method, path, token=token, **more)
        assert time.monotonic() - began < AT_ONCE, (method, path)
        return answer

    def read(self, path: str) -> httpx.Response:
        return self(method="GET", path=path, signed_in=False)

    def dependencies(self) -> Any:
        """As readiness tells them, which stays what it was; nobody is restarted either."""
        assert self.read("/healthz/live").status_code == 200
        answer = self.read("/healthz/ready")
        assert answer.status_code == 200
        return answer.json()["dependencies"]


@pytest.fixture
def call(service: Service) -> Caller:
    caller = Caller(service)
    assert caller("POST", "/api/v1/products", STOOL | {"slug": "stool"}).status_code in {201, 409}
    assert caller.read(PRODUCT).status_code == caller.read(LIST).status_code == 200
    return caller


@pytest.fixture
def refresh_token(call: Caller) -> str:
    return str(call("POST", "/api/v1/auth/login", CUSTOMER, signed_in=False).json()["refresh"])


@contextmanager
def frozen(service: Service) -> Iterator[None]:
    """Redis takes connections and answers nothing, as when its node has vanished."""
    with redis.Redis.from_url(service.valkey.url) as server:
        process = server.info("server")["process_id"]
    os.kill(process, signal.SIGSTOP)
    yield
    os.kill(process, signal.SIGCONT)


@contextmanager
def stopped(service: Service) -> Iterator[None]:
    service.valkey.stop()
    yield
    service.valkey.start()


@pytest.fixture(params=[stopped, frozen])
def no_redis(service: Service, call: Caller, request: pytest.FixtureRequest) -> Iterator[None]:
    with request.param(service):
        yield
    assert until(lambda: call.dependencies()["redis"] == "ok", patience=10)


@pytest.fixture
def no_postgres(service: Service, call: Caller) -> Iterator[None]:
    service.postgres.stop()
    yield
    service.postgres.start()
    assert until(lambda: call("GET", "/api/v1/auth/me").status_code == 200, patience=20)
    assert call.dependencies()["database"] == "ok"


def tells_when_to_come_again(answer: httpx.Response) -> bool:
    return answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0 and "detail" in answer.json()


@pytest.mark.usefixtures("no_redis")
def test_without_redis_products_are_read_and_their_visits_counted_as_dropped(service: Service, call: Caller) -> None:
    dropped = service.metric(DROPPED)
    assert [call.read(path).status_code for path in (PRODUCT, LIST, "/api/v1/categories")] == [200, 200, 200]
    assert tells_when_to_come_again(call("POST", f"{PRODUCT}/visits", signed_in=False))
    assert service.metric(DROPPED) == dropped + 2
    assert call.dependencies() == {"database": "ok", "redis": "away", "signing_keys": "ok"}


@pytest.mark.usefixtures("no_redis")
def test_without_redis_what_is_written_is_kept_and_read_at_once(call: Caller) -> None:
    made = call("POST", "/api/v1/products", STOOL)
    assert made.status_code == 201
    place = made.headers["Location"]
    assert call("PATCH", place, {"price": {"amount": "9.00", "currency": "USD"}}).status_code == 200
    assert call.read(place).json()["price"]["amount"] == "9.00"
    assert call("PUT", f"{place}/follow").status_code == 204
    assert call("DELETE", place).status_code == 204
    assert call.read(place).status_code == 404


@pytest.mark.usefixtures("no_redis")
def test_without_redis_what_comes_again_with_its_key_is_done_once(call: Caller) -> None:
    first, second = (call("POST", "/api/v1/products", STOOL, key="without-redis") for _ in range(2))
    assert (first.status_code, first.content) == (201, second.content)


def test_without_redis_sessions_go_on_and_end(call: Caller, refresh_token: str, no_redis: None) -> None:
    pair = call("POST", "/api/v1/auth/refresh", {"refresh": refresh_token}, signed_in=False).json()
    assert call("POST", "/api/v1/auth/logout", {"refresh": pair["refresh"]}, signed_in=False).status_code == 204


@pytest.mark.usefixtures("no_redis")
def test_without_redis_nobody_signs_in_uncounted(service: Service, call: Caller) -> None:
    before = service.metric(CLOSED)
    for path in ("/api/v1/auth/login", "/api/v1/auth/register"):
        assert tells_when_to_come_again(call("POST", path, CUSTOMER, signed_in=False))
    assert service.metric(CLOSED) == before + 2


def test_a_worker_ends_though_redis_has_vanished(service: Service) -> None:
    with service.beside("worker") as worker, frozen(service):
        worker.terminate()
        assert worker.wait(60) == 0


def test_after_redis_is_back_visits_are_counted_again(service: Service, call: Caller) -> None:
    service.valkey.stop()
    assert call.read(PRODUCT).status_code == 200
    service.valkey.start()
    before = service.metric(RECORDED)
    assert until(lambda: call.read(PRODUCT).status_code == 200 and service.metric(RECORDED) > before, patience=10)


@pytest.mark.usefixtures("no_postgres")
def test_without_postgres_the_last_good_bytes_answer_with_a_warning(service: Service, call: Caller) -> None:
    with redis.Redis.from_url(service.valkey.url) as server:
        server.delete("mark:product:stool", "mark:products")  # as after a minute
    for path in (PRODUCT, LIST):
        answer = call.read(path)
        assert (answer.status_code, answer.headers["Warning"]) == (200, '110 - "Response is Stale"')
    assert call.dependencies() == {"database": "away", "redis": "ok", "signing_keys": "ok"}


@pytest.mark.usefixtures("no_postgres")
def test_without_postgres_the_rest_says_when_to_come_again(call: Caller) -> None:
    assert tells_when_to_come_again(call.read("/api/v1/products/never-read"))
    assert tells_when_to_come_again(call.read("/api/v1/products?limit=7"))
    assert tells_when_to_come_again(call("POST", "/api/v1/auth/login", CUSTOMER, signed_in=False))
    assert tells_when_to_come_again(call("GET", "/api/v1/auth/me"))
    assert tells_when_to_come_again(call("POST", "/api/v1/products", STOOL))
    assert tells_when_to_come_again(call("PATCH", PRODUCT, {"stock": 1}))
    assert tells_when_to_come_again(call("PATCH", PRODUCT, {"stock": 1}, key="k"))
    assert tells_when_to_come_again(call("GET", "/api/v1/analytics/overview"))


@pytest.mark.usefixtures("no_postgres")
def test_without_postgres_a_crowd_that_asks_in_vain_holds_nobody_up(call: Caller) -> None:
    paths = [f"/api/v1/products/never-read-{number}" for number in range(32)]
    with ThreadPoolExecutor(len(paths)) as crowd:
        answers = crowd.map(call.read, paths)
        assert call.read(PRODUCT).status_code == 200
        assert {answer.status_code for answer in answers} == {503}


@pytest.mark.usefixtures("no_redis", "no_postgres")
def test_without_both_nothing_hangs(call: Caller) -> None:
    assert tells_when_to_come_again(call.read(PRODUCT))
    assert tells_when_to_come_again(call("POST", "/api/v1/auth/login", CUSTOMER, signed_in=False))
    assert call.dependencies() == {"database": "away", "redis": "away", "signing_keys": "ok"}
