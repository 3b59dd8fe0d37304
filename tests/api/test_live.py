"""The stream of visits, from a process of its own."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import orjson
import pytest

from productwatch_local.ports import Ports
from tests.api.service import Service
from tests.local.running import free_ports

PATH = "/api/v1/analytics/live"
FIREFOX = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept-Language": "en",
}


@pytest.fixture(scope="module")
def live(service: Service) -> Iterator[str]:
    """Its address."""
    service.load_samples()
    with service.beside("live"), service.beside("flusher"):
        yield f"http://localhost:{service.ports.live}"


@contextmanager
def listening(service: Service, address: str) -> Iterator[Iterator[str]]:
    """The lines of a stream."""
    headers = {"Authorization": f"Bearer {service.token('admin')}"}
    with httpx.stream("GET", address + PATH, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield answer.iter_lines()


def data(lines: Iterator[str], event: str) -> Any:
    """That of the next such event."""
    next(line for line in lines if line == f"event: {event}")
    return orjson.loads(next(lines).removeprefix("data: "))


def test_tells_of_a_visit_without_being_asked_again(service: Service, live: str) -> None:
    slug = service.call("GET", "/api/v1/products?limit=1").json()["items"][0]["slug"]
    with listening(service, live) as lines:
        before = data(lines, "visits")["visits"]
        service.call("GET", f"/api/v1/products/{slug}", headers=FIREFOX)
        while (told := data(lines, "visits")["visits"]) == before:
            """What is visited most may be told first."""
        assert told == before + 1


def test_holds_more_streams_open_than_it_has_threads_but_not_for_one_alone(service: Service, live: str) -> None:
    with ExitStack() as streams:
        opened = [streams.enter_context(listening(service, live)) for _ in range(5)]
        assert all(data(lines, "visits") for lines in opened)
        refused = httpx.get(live + PATH, headers={"Authorization": f"Bearer {service.token('admin')}"})
    assert (refused.status_code, refused.json()["violated-policies"]) == (429, ["streams"])
    assert int(refused.headers["Retry-After"]) > 0


def test_asks_who_listens_as_every_route_does(service: Service, live: str) -> None:
    assert httpx.get(live + PATH).status_code == 401
    customer = httpx.get(live + PATH, headers={"Authorization": f"Bearer {service.token('customer')}"})
    assert (customer.status_code, customer.headers["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/v1/products", "/admin/", "/api/docs"])
def test_is_all_that_its_process_tells(live: str, path: str) -> None:
    answer = httpx.get(live + path)
    assert (answer.status_code, answer.json()["instance"]) == (404, path)


def test_takes_no_thread_of_the_api(service: Service) -> None:
    answer = service.call("GET", PATH, token=service.token("admin"))
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/misdirected")


def test_ends_with_a_word_where_its_process_is_to_end(service: Service) -> None:
    numbers = free_ports()
    ports = Ports(int(numbers["PORT"]), int(numbers["INTERNAL_PORT"]))
    with service.beside("live", ports) as process:
        with listening(service, f"http://localhost:{ports.live}") as lines:
            assert data(lines, "visits")
            process.send_signal(signal.SIGTERM)
            assert data(lines, "end") == {"reason": "stopping"}
            assert list(lines) == [""]
        assert process.wait(60) == 0
