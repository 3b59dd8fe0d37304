"""One service for all tests of the API's edge: what a client meets, not what the code means."""

from collections.abc import Iterator
from typing import Any

import pytest

from productwatch_local.ports import Ports
from tests.api.service import Service
from tests.local.running import free_ports


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    numbers = free_ports()
    found = Service(tmp_path_factory.mktemp("api"), Ports(int(numbers["PORT"]), int(numbers["INTERNAL_PORT"])))
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="session")
def description(service: Service) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = service.call("GET", "/api/openapi.json").json()
    return found
