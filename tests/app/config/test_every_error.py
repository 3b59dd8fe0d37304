"""Every error is a problem, wherever it arises."""

import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from productwatch.platform import keyring
from productwatch.platform.problems import CONTENT_TYPE


def problem(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == CONTENT_TYPE
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert body["request_id"] == answer["X-Request-ID"]
    assert body["type"].startswith("/problems/")
    assert body["detail"]
    return body


def test_at_an_unknown_address(client: Client) -> None:
    assert problem(client.get("/nowhere"))["status"] == 404


def test_at_an_unknown_address_of_the_api(client: Client) -> None:
    assert problem(client.get("/api/v1/nowhere"))["status"] == 404


def test_of_a_method_names_those_that_work(client: Client) -> None:
    answer = client.delete("/api/v1/categories")
    assert problem(answer)["status"] == 405
    assert "GET" in answer["Allow"]


def test_of_a_method_outside_the_api(client: Client) -> None:
    answer = client.post("/healthz/live")
    assert (problem(answer)["status"], answer["Allow"]) == (405, "GET, HEAD")


def test_of_a_foreign_host(client: Client) -> None:
    assert "Host" in problem(client.get("/healthz/live", headers={"Host": "evil.test"}))["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"a":NaN}', b"\xff", b'"\\ud800"', b"[" * 100_000])
def test_of_a_body_that_is_no_json(client: Client, body: bytes) -> None:
    answer = client.post("/api/v1/auth/login", body, content_type="application/json")
    assert problem(answer)["status"] in {400, 422}


def test_of_a_field_points_to_it(client: Client) -> None:
    answer = client.post("/api/v1/auth/login", {"email": "a@b.example", "password": 1}, "application/json")
    assert [error["pointer"] for error in problem(answer)["errors"]] == ["#/password"]


def test_of_an_unknown_field_points_to_it(client: Client) -> None:
    body = {"email": "a@b.example", "password": "x" * 12, "a/b": 1}
    answer = client.post("/api/v1/auth/login", body, "application/json")
    assert [error["pointer"] for error in problem(answer)["errors"]] == ["#/a~1b"]


def test_of_nul_in_a_text_points_to_it(client: Client) -> None:
    answer = client.post("/api/v1/auth/login", {"email": "a@b.example", "password": "a\0b"}, "application/json")
    assert [error["pointer"] for error in problem(answer)["errors"]] == ["#/password"]


@pytest.mark.parametrize("address", ["/api/v1/products/a%00b", "/api/v1/products?cursor=%00"])
def test_of_nul_in_the_address(client: Client, address: str) -> None:
    assert problem(client.get(address))["status"] == 400


def test_of_a_body_too_large(client: Client) -> None:
    answer = client.post("/api/v1/auth/login", b'"' + b"a" * 5_000_000 + b'"', "application/json")
    assert problem(answer)["status"] == 413


def test_of_a_body_of_unstated_length(client: Client) -> None:
    answer = client.generic("POST", "/api/v1/auth/login", headers={"Transfer-Encoding": "chunked"})
    assert problem(answer)["status"] == 411


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣"])
def test_of_a_body_of_a_strange_length(client: Client, length: str) -> None:
    answer = client.generic("POST", "/api/v1/auth/login", CONTENT_LENGTH=length)
    assert problem(answer)["status"] == 400


def test_of_headers_too_large(client: Client) -> None:
    assert problem(client.get("/healthz/live", headers={"X-Long": "a" * 65_536}))["status"] == 431


def test_of_ours_tells_no_more_than_the_id(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keyring, "current", lambda: 1 / 0)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        body = problem(client.get("/.well-known/jwks.json"))
    assert body["status"] == 500
    assert "division" not in str(body)
    assert "ZeroDivisionError" in caplog.text


def test_of_a_database_that_is_away_says_when_to_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(keyring, "current", away)
    client.raise_request_exception = False
    answer = client.get("/.well-known/jwks.json")
    assert problem(answer)["status"] == 503
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("query", "pointer"), [("limt=5", "#/limt"), ("limit=5&limit=6", "#/limit"), ("a~b=1", "#/a~0b")]
)
@pytest.mark.django_db
def test_of_a_parameter_names_it(client: Client, query: str, pointer: str) -> None:
    answer = client.get(f"/api/v1/products?{query}")
    assert (problem(answer)["status"], [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
