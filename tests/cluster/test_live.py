"""The stream of visits, as `curl -N` reads it through the ingress."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import orjson
import pytest

from tests.cluster.kubectl import Namespace
from tests.cluster.shop import Person, Shop, new_product
from tests.cluster.waiting import eventually

SECONDS = 5


@contextmanager
def curl(shop: Shop, admin: Person) -> Iterator[subprocess.Popen[str]]:
    with shop.visitor() as visitor:
        answer = visitor.post("/auth/login", json={"email": admin.email, "password": admin.password})
    headers = ("-H", f"Host: {shop.environment.host}", "-H", f"Authorization: Bearer {answer.json()['access']}")
    command = ("curl", "-sNk", *headers, f"{shop.environment.ingress_url}/api/v1/analytics/live")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


def data(process: subprocess.Popen[str], event: str) -> dict[str, Any]:
    """That of the next such event."""
    lines = cast("Iterator[str]", process.stdout)
    next(line for line in lines if line == f"event: {event}\n")
    found: dict[str, Any] = orjson.loads(next(lines).removeprefix("data: "))
    return found


@pytest.mark.timeout(60)
def test_comes_through_the_ingress_as_it_is_told(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    with curl(shop, admin) as process:
        before = data(process, "visits")["visits"]
        with shop.visitor() as visitor:
            visitor.get(f"/products/{product['slug']}")
        while data(process, "visits")["visits"] == before:
            pass


@pytest.mark.timeout(120)
def test_of_a_pod_that_stops_ends_with_a_word_and_is_there_again(
    shop: Shop, admin: Person, namespace: Namespace
) -> None:
    with curl(shop, admin) as process:
        assert data(process, "visits")
        namespace.kubectl("rollout", "restart", "deployment/pw-live")
        assert data(process, "end") == {"reason": "stopping"}
        assert process.wait(SECONDS) == 0
    eventually("the stream is told again", lambda: is_told(shop, admin), within=30)


def is_told(shop: Shop, admin: Person) -> bool:
    with curl(shop, admin) as process:
        return bool(cast("Any", process.stdout).readline().startswith("retry:"))
