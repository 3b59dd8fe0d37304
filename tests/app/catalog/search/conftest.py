"""How the tests search."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

URL = "/api/v1/products"
Search = Callable[..., dict[str, Any]]
Find = Callable[..., list[str]]


@pytest.fixture
def search(anonymous: Client, db: None) -> Search:
    """The whole answer."""

    def ask(q: str, **more: Any) -> dict[str, Any]:
        answer = anonymous.get(URL, {"q": q, **more})
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    return ask


@pytest.fixture
def find(search: Search) -> Find:
    """The slugs alone, in their order."""
    return lambda q, **more: [item["slug"] for item in search(q, **more)["items"]]
