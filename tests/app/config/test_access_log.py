"""One line tells of each request what its operator needs, and nothing of who made it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from productwatch.config.logging import _formatter

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as machines read it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter("json"))
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def only_line(log: io.StringIO) -> dict[str, Any]:
    (line,) = log.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_names_the_route_and_what_came_of_it(log: io.StringIO, anonymous: Client, db: None) -> None:
    answer = anonymous.get("/api/v1/products/none")
    line = only_line(log)
    told = {name: line[name] for name in ("event", "method", "route", "status", "principal", "request_id")}
    assert told == {
        "event": "request",
        "method": "GET",
        "route": "/api/v1/products/<slug>",
        "status": 404,
        "principal": "anonymous",
        "request_id": answer["X-Request-ID"],
    }
    assert line["milliseconds"] > 0


def test_tells_the_kind_of_principal(
    log: io.StringIO, admin_client: Client, customer_client: Client, anonymous: Client
) -> None:
    for client in (admin_client, customer_client, anonymous):
        client.get("/api/v1/products")
        client.get("/api/v1/auth/me")
    lines = map(json.loads, log.getvalue().splitlines())
    kinds = [line["principal"] for line in lines if line["event"] == "request"]
    assert kinds == ["admin"] * 2 + ["customer"] * 2 + ["anonymous"] * 2


def test_tells_the_callers_trace(log: io.StringIO, anonymous: Client, db: None) -> None:
    anonymous.get("/api/v1/products", headers={"Traceparent": f"00-{TRACE}-{SPAN}-01"})
    assert (only_line(log)["trace_id"], only_line(log)["span_id"]) == (TRACE, SPAN)


def test_tells_no_address_no_secret_and_no_value(log: io.StringIO, customer_client: Client) -> None:
    secrets = {
        "value": "colour-blue",
        "address": "203.0.113.77",
        "agent": "Agent-X",
        "key": "key-123",
        "password": "pw-9",
    }
    customer_client.get(
        f"/api/v1/products?brand={secrets['value']}",
        headers={"X-Forwarded-For": secrets["address"], "User-Agent": secrets["agent"]},
        REMOTE_ADDR=secrets["address"],
    )
    login = {"email": "nobody@example.com", "password": secrets["password"]}
    headers = {"Idempotency-Key": secrets["key"], "Cookie": f"a={secrets['key']}"}
    Client().post(f"/api/v1/auth/login?next={secrets['value']}", login, "application/json", headers=headers)
    written = log.getvalue()
    authorization = customer_client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert len(written.splitlines()) == 2
    assert [secret for secret in (*secrets.values(), authorization, "nobody@") if secret in written] == []
