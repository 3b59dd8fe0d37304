"""A little life in the shop of `make run`, for pictures to show: visits, changes, and mails of them."""

import json
from typing import Any
from urllib.request import Request, urlopen

_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
_READERS = 12


def live(address: str, email: str, password: str) -> None:
    """Some products are read by several people, and one is changed by the admin."""
    token = ask(address, "POST /auth/login", {"email": email, "password": password})["access"]
    products = [found["slug"] for found in ask(address, "GET /products?limit=10")["items"]]
    for number, slug in enumerate(products[:5]):
        for reader in range(_READERS - 2 * number):
            ask(address, f"GET /products/{slug}", **_browser(100 + reader))
    story = [
        {"price": {"amount": "24.90", "currency": "USD"}, "stock": 40},
        {"description": "Canvas shoes with a rubber sole, for the beach and the way there."},
        {
            "description": "Canvas shoes with a thick rubber sole, for the beach, the boat and the way there.",
            "tags": ["summer"],
        },
        {"price": {"amount": "19.90", "currency": "USD"}},
    ]
    for change in story:
        ask(address, f"PATCH /products/{products[0]}", change, Authorization=f"Bearer {token}")


def _browser(version: int) -> dict[str, str]:
    """What it sends, so that it is taken for no bot."""
    return {"User-Agent": _AGENT.format(version=version), "Accept-Language": "en"}


def ask(address: str, asked: str, body: Any = None, **headers: str) -> dict[str, Any]:
    """What the API says to a method and a path."""
    method, _, path = asked.partition(" ")
    data = None if body is None else json.dumps(body).encode()
    told = {"Content-Type": "application/json", **headers}
    request = Request(f"{address}/api/v1{path}", data, told, method=method)  # noqa: S310 - make run's own
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return dict(json.load(answer))
