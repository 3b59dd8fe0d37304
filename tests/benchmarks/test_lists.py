"""Listing products costs a fraction of what the frameworks' own ways cost, for the same rows behind the same limits.

Counted is this process' CPU, SQL and the system's share included. Ours and stock Ninja run in the same handler behind
the same middleware; FastAPI runs as its own application with the same work around it (see rivals/).
"""

import asyncio
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.results import tell
from tests.benchmarks.turns import cheapest

PRODUCTS, ROUNDS, TIMES = 60, 20, 20
FROM_CACHE, FROM_ROWS = 4.5, 1.8
"""Times as cheap as stock Ninja."""

LIST, RIVAL = "/api/v1/products", "/rival/products"
TIMES_TOLD = ("created_at", "updated_at")
Ask = Callable[[], bytes]


@pytest.fixture(scope="module")
def handler(installation: None) -> Any:
    from django.conf import settings  # noqa: PLC0415 - settings are there only now
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415

    _fill()
    settings.ROOT_URLCONF = "tests.benchmarks.rivals.stock_ninja"
    return WSGIHandler()


@pytest.mark.timeout(900)
def test_reach_the_ratios(handler: Any) -> None:
    theirs = asyncio.new_event_loop()
    asked = {
        "from cache": _wsgi(handler, LIST),
        "304": _wsgi(handler, LIST, HTTP_IF_NONE_MATCH=_tag(handler)),
        "from rows": _wsgi(handler, f"{LIST}?cursor={_first_cursor()}"),
        "stock Ninja": _wsgi(handler, RIVAL),
        "FastAPI": _asgi(theirs),
    }
    shown = {name: _items(ask) for name, ask in asked.items() if name != "304"}
    assert [name for name, items in shown.items() if items != shown["from cache"]] == []
    with _logged_into_nowhere():
        cost = cheapest(asked, rounds=ROUNDS, times=TIMES)
    theirs.close()
    for ours, must in (("from cache", FROM_CACHE), ("from rows", FROM_ROWS)):
        ratio = cost["stock Ninja"] / cost[ours]
        tell(
            f"list of 25 products {ours}",
            f"{cost[ours]:.0f} µs; stock Ninja {cost['stock Ninja']:.0f} µs: {ratio:.1f}×",
            f"≥ {must}× as cheap",
        )
    tell(
        "list of 25 products, beside FastAPI",
        f"{cost['from cache']:.0f} µs from cache, {cost['from rows']:.0f} from rows; FastAPI {cost['FastAPI']:.0f}",
        "from cache no dearer",
    )
    tell("304 for a list", f"{cost['304']:.0f} µs; 200 from cache {cost['from cache']:.0f} µs", "no dearer")
    assert cost["stock Ninja"] >= FROM_CACHE * cost["from cache"]
    assert cost["stock Ninja"] >= FROM_ROWS * cost["from rows"]
    assert cost["FastAPI"] >= cost["from cache"]
    assert cost["304"] <= 1.05 * cost["from cache"]


def _wsgi(handler: Any, address: str, **headers: str) -> Ask:
    def ask() -> bytes:
        response = handler(_environ(address, **headers), lambda *_started: None)
        body = b"".join(response)
        response.close()
        return body

    ask()
    return ask


def _environ(address: str, **headers: str) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "192.0.2.1",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": "bench",
        "HTTP_ACCEPT": "*/*",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }


def _asgi(loop: asyncio.AbstractEventLoop) -> Ask:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415
    from redis.asyncio import Redis  # noqa: PLC0415

    from tests.benchmarks.rivals import fast_api  # noqa: PLC0415

    given = connection.get_connection_params()
    known = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    pool = AsyncConnectionPool(kwargs=known | {"autocommit": True}, open=False)
    redis = Redis.from_url(settings.REDIS_URL)
    app = fast_api.build(pool, redis)
    loop.run_until_complete(pool.open())
    loop.run_until_complete(fast_api.prepare(redis))

    def ask() -> bytes:
        return loop.run_until_complete(_called(app))

    ask()
    return ask


async def _called(app: Any) -> bytes:
    body = b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal body
        body += message.get("body", b"")

    headers = [(b"host", b"testserver"), (b"user-agent", b"bench"), (b"accept", b"*/*")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/products", "raw_path": b"/products", "query_string": b"", "root_path": "", "headers": headers,
        "client": ("192.0.2.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return body


def _items(ask: Ask) -> list[dict[str, Any]]:
    """What they show, but for how they write times."""
    found = json.loads(ask())
    items: list[dict[str, Any]] = found["items"] if isinstance(found, dict) else found
    return [{name: value for name, value in item.items() if name not in TIMES_TOLD} for item in items]


def _tag(handler: Any) -> str:
    told: dict[str, str] = {}
    handler(_environ(LIST), lambda _status, headers, *_more: told.update(headers)).close()
    return told["ETag"]


def _first_cursor() -> str:
    """Behind nothing: the first page once more, which is never kept under a cursor."""
    from productwatch.catalog.orders import order_of  # noqa: PLC0415
    from productwatch.catalog.selectors import Choice  # noqa: PLC0415
    from productwatch.platform.cursors import Cursors  # noqa: PLC0415

    return Cursors("products", Choice(), order_of("slug")).made("")


@contextmanager
def _logged_into_nowhere() -> Iterator[None]:
    """As it is logged in earnest, and by nobody else: pytest listens, too."""
    root, (ours, *_others) = logging.getLogger(), logging.getLogger().handlers
    listening, root.handlers = root.handlers, [ours]
    assert isinstance(ours, logging.StreamHandler)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        stream = ours.setStream(nowhere)
        yield
        ours.setStream(stream)
    root.handlers = listening


def _fill() -> None:
    from productwatch.catalog.services import categories, products  # noqa: PLC0415
    from productwatch.catalog.services.fields import Fields  # noqa: PLC0415
    from productwatch.platform.money import Money  # noqa: PLC0415

    category = categories.create({"name": "Shoes"})
    for number in range(PRODUCTS):
        given: Fields = {
            "name": f"Product {number}",
            "description": "Canvas, with a rubber sole, and laces of cotton. " * 3,
            "price": Money(Decimal(10), "EUR"),
            "category": category,
            "stock": number,
            "sku": f"sku-{number}",
            "brand": "Seaside",
            "tags": ["canvas", "summer"],
        }
        products.create(given)
