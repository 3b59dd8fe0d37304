"""What lies behind the ingress is out of reach, and what is wrong is refused before it does harm."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tests.cluster.kubectl import CommandFailed, Namespace
from tests.cluster.shop import Person, Shop
from tests.cluster.sink import NAME as SINK

CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=4)"
THREADS_OF_ALL_PODS = 2 * 8


@pytest.mark.parametrize("path", ["/metrics", "/internal/v1/signing-keys"])
def test_serves_no_internal_page(shop: Shop, path: str) -> None:
    with shop.visitor() as visitor:
        assert visitor.get(f"{shop.environment.ingress_url}{path}").status_code == 404


@pytest.mark.parametrize(("server", "port"), [("pw-postgresql", "5432"), ("pw-redis", "6379"), ("pw-api", "80")])
def test_lets_no_foreign_pod_in(shop: Shop, server: str, port: str) -> None:
    with pytest.raises(CommandFailed, match=r"TimeoutError|ConnectionRefused"):
        shop.namespace.python(SINK, CONNECT, server, port)


def test_that_pod_reaches_what_is_open(shop: Shop) -> None:
    shop.namespace.python(SINK, CONNECT, SINK, "8080")


def test_answers_under_its_own_name_alone(shop: Shop) -> None:
    with shop.visitor() as visitor:
        answer = visitor.get("/products", headers={"Host": "other.example.com"})
    assert answer.status_code in {400, 404}


def post(person: Person, **what: object) -> httpx.Response:
    return person.client.post("/products", **what)  # type: ignore[arg-type]


def test_refuses_a_body_of_five_megabytes(admin: Person) -> None:
    assert post(admin, content=b" " * 5_000_000).status_code == 413


def test_is_not_held_up_by_bodies_that_never_end(shop: Shop, admin: Person) -> None:
    with ExitStack() as opened:
        for _ in range(THREADS_OF_ALL_PODS):
            opened.enter_context(unfinished(shop))
        assert admin.client.get("/products", timeout=2).status_code == 200


@contextmanager
def unfinished(shop: Shop) -> Iterator[None]:
    """A request whose body is announced and does not come."""
    url = urlsplit(shop.environment.ingress_url)
    head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: {shop.environment.host}\r\n"
    with socket.create_connection((url.hostname or "", url.port or 80), timeout=5) as connection:
        connection.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
        yield


def test_refuses_a_header_of_64_kilobytes(admin: Person) -> None:
    answer = admin.client.get("/products", headers={"X-Long": "x" * 65536})
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("amount", ["-1", "1e400", "12.345", "NaN", 7])
def test_refuses_a_price_that_is_none(admin: Person, amount: object) -> None:
    answer = post(admin, json={"name": "Stool", "price": {"amount": amount, "currency": "USD"}})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_gives_no_pod_but_the_operator_a_token(shop: Shop) -> None:
    assert {pod.component for pod in shop.namespace.pods() if has_token(shop.namespace, pod.name)} == {"operator"}


def has_token(namespace: Namespace, pod: str) -> bool:
    volumes = namespace.get("pod", pod)["spec"]["volumes"]
    sources = [source for volume in volumes for source in volume.get("projected", {}).get("sources", [])]
    return any("serviceAccountToken" in source for source in sources)
