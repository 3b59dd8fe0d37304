"""An address that has been answered is not worked out again, and is answered as before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls.resolvers import URLResolver
from ninja import Cookie, Header, NinjaAPI, Path, Query
from pytest_django.fixtures import Settings

from productwatch.config.limits import _asks_by_address_alone
from productwatch.config.middleware import known
from productwatch.config.operations import operations
from productwatch.platform import reads
from productwatch.platform.limiter.quota import Quota

LIST = "/api/v1/products"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    known._known.clear()
    yield
    known._known.clear()


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that Django has been asked to resolve."""
    asked: list[str] = []
    resolve = URLResolver.resolve

    def noted(resolver: URLResolver, path: str) -> object:
        asked.append(str(path))
        return resolve(resolver, path)

    monkeypatch.setattr(URLResolver, "resolve", noted)
    return asked


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?limit=10&sort=-name", "/api/v1/categories", "/api/v1/category-tree"]
)
def test_is_answered_as_before(anonymous: Client, db: None, resolved: list[str], address: str) -> None:
    first = anonymous.get(address)
    resolved.clear()
    second = anonymous.get(address)
    assert (second.status_code, second.content, second["ETag"]) == (200, first.content, first["ETag"])
    assert resolved == []


def test_goes_with_its_parameters(anonymous: Client, db: None) -> None:
    assert [anonymous.get(f"{LIST}?limit={limit}").status_code for limit in (10, 0, 10, 0)] == [200, 422, 200, 422]


def test_of_a_mistake_is_not_kept(anonymous: Client, db: None) -> None:
    anonymous.get(f"{LIST}?limit=0")
    anonymous.get(f"{LIST}/none")
    assert known._known == {}


def test_of_what_needs_signing_in_is_not_kept(admin_client: Client) -> None:
    admin_client.get("/api/v1/deliveries")
    assert known._known == {}


def test_is_read_only(anonymous: Client, db: None) -> None:
    anonymous.get(LIST)
    assert anonymous.post(LIST, {}, "application/json").status_code == 401


def test_stays_behind_its_limits(anonymous: Client, db: None, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"reads": Quota(2, 60)}
    assert [anonymous.get(LIST).status_code for _ in range(3)] == [200, 200, 429]


def test_of_strangers_are_bounded(anonymous: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST", 2)
    for query in ("limit=10", "limit=25", "limit=50", f"category={'x' * known.LONGEST}"):
        anonymous.get(f"{LIST}?{query}")
    assert [query for _path, query in known._known] == ["limit=25", "limit=50"]


def test_is_that_of_a_head_too(anonymous: Client, db: None) -> None:
    found = anonymous.get(LIST)
    head = anonymous.head(LIST)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", found["ETag"])


def test_under_another_host_is_refused(anonymous: Client, db: None) -> None:
    anonymous.get(LIST)
    assert anonymous.get(LIST, headers={"host": "elsewhere.test"}).status_code == 400


@pytest.mark.parametrize(
    ("given", "alone"), [(Path[str], True), (Query[str], True), (Header[str], False), (Cookie[str], False)]
)
def test_must_be_all_that_a_view_is_given(given: Any, *, alone: bool) -> None:
    def view(request: HttpRequest, word: str) -> None: ...

    view.__annotations__["word"] = given
    api = NinjaAPI(urls_namespace="one view")
    api.get("/{word}" if given is Path[str] else "/")(view)
    (operation,) = operations(api)
    assert _asks_by_address_alone(operation) is alone


def test_that_fails_later_is_answered_with_a_problem(anonymous: Client, admin_client: Client) -> None:
    body = {"slug": "stool", "name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}
    admin_client.post(LIST, body, "application/json")
    assert anonymous.get(f"{LIST}/stool").status_code == 200
    admin_client.delete(f"{LIST}/stool")
    reads.drop("product:stool")
    answer = anonymous.get(f"{LIST}/stool")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
