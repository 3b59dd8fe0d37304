"""Requests are measured by route template, so that no client chooses how many series there are."""

import pytest
from django.test import Client
from prometheus_client import REGISTRY


def count(route: str, method: str = "GET", status: str = "404") -> float:
    labels = {"http_route": route, "method": method, "status_code": status}
    return REGISTRY.get_sample_value("http_server_request_duration_seconds_count", labels) or 0


@pytest.mark.django_db
def test_of_one_route_share_a_series(client: Client) -> None:
    before = count("/api/v1/products/<slug>")
    client.get("/api/v1/products/none-a")
    client.get("/api/v1/products/none-b")
    assert count("/api/v1/products/<slug>") == before + 2


def test_without_a_route_share_one_series(client: Client) -> None:
    before = count("unmatched")
    client.get("/a")
    client.get("/b")
    assert count("unmatched") == before + 2


def test_of_invented_methods_share_one_series(client: Client) -> None:
    before = count("unmatched", "_OTHER")
    client.generic("BREW", "/a")
    client.generic("STIR", "/a")
    assert count("unmatched", "_OTHER") == before + 2
