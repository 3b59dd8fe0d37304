"""What people do in the story: an admin makes and changes products, customers follow them, visitors come."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import httpx

from tests.cluster.api_client import browser, signed_in
from tests.cluster.environment import Environment
from tests.cluster.kubectl import Namespace
from tests.cluster.sink import Sink

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    password: str
    client: httpx.Client


@dataclass(frozen=True, slots=True)
class Shop:
    """Everybody who signs in stays until the shop closes."""

    environment: Environment
    namespace: Namespace
    clients: ExitStack
    mails: Sink | None
    """Where what is mailed to customers is found; without it nobody registers."""

    def admin(self) -> Person:
        """The first admin, whose password the operator has made; signed in."""
        data = self.namespace.get("secret", "pw-admin")["data"]
        email, password = (base64.b64decode(data[key]).decode() for key in ("email", "password"))
        return self.person(email, password)

    def customer(self) -> Person:
        """Somebody new, who has registered, followed the mail and signed in."""
        assert self.mails
        email, password = f"someone-{token_hex(4)}@example.com", token_hex(12)
        with self.visitor() as stranger:
            answer = stranger.post("/auth/register", json={"email": email, "password": password})
            assert answer.status_code == 202, answer.text
            answer = stranger.post("/auth/confirm", json={"token": self.mails.token_for(email)})
        assert answer.status_code == 204, answer.text
        return self.person(email, password)

    def person(self, email: str, password: str) -> Person:
        client = self.clients.enter_context(signed_in(self.environment, email, password))
        return Person(email, password, client)

    def visitor(self, number: int = 140) -> httpx.Client:
        return browser(self.environment, number)


@contextmanager
def opened(environment: Environment, namespace: Namespace, mails: Sink | None = None) -> Iterator[Shop]:
    with ExitStack() as clients:
        yield Shop(environment, namespace, clients, mails)


def new_product(admin: Person, **fields: Any) -> Row:
    """A product whose name no other has."""
    body = {"name": f"Stool {token_hex(4)}", "price": usd("10.00"), **fields}
    answer = admin.client.post("/products", json=body)
    assert answer.status_code == 201, answer.text
    product: Row = answer.json()
    return product


def change_price(admin: Person, product: Row, amount: str) -> httpx.Response:
    return admin.client.patch(f"/products/{product['slug']}", json={"price": usd(amount)})


def follow(customer: Person, product: Row) -> None:
    answer = customer.client.put(f"/products/{product['slug']}/follow")
    assert answer.status_code == 204, answer.text


def visits_of(admin: Person, product: Row) -> int:
    answer = admin.client.get(f"/products/{product['slug']}/analytics")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["visits"])


def deliveries(admin: Person, to: str | None = None) -> list[Row]:
    """The latest hundred of changed prices, newest first; of them those to one recipient."""
    answer = admin.client.get("/deliveries", params={"limit": 100, "kind": "price_change"})
    assert answer.status_code == 200, answer.text
    return [row for row in answer.json()["items"] if to in {None, row["recipient"]}]


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}
