"""The operator's surroundings: an API server, a configuration, and the client between them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from productwatch_operator.cluster import Cluster
from productwatch_operator.configuration import Configuration, Owner, SecretWanted, Value, Verifiers
from tests.operator.kubernetes import NAMESPACE, StandIn, client_of


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def api() -> StandIn:
    """Knows the release's ConfigMap, made at noon."""
    api = StandIn()
    api.keep(
        "configmaps",
        "pw-settings",
        apiVersion="v1",
        kind="ConfigMap",
        metadata={"creationTimestamp": "2026-11-01T12:00:00Z"},
    )
    return api


@pytest.fixture
async def cluster(api: StandIn) -> AsyncIterator[Cluster]:
    async with TestServer(api.application) as server, client_of(str(server.make_url("/"))) as client:
        yield Cluster(client, NAMESPACE, "pw")


@pytest.fixture
def configuration() -> Configuration:
    password = {"password": Value(random=32)}
    return Configuration(
        release="pw",
        owner=Owner("ConfigMap", "pw-settings"),
        public_url="http://shop.example",
        verifiers=Verifiers("app=pw", 9000),
        secrets=(
            SecretWanted("pw-postgresql", keep=True, keys=password, refuse_if_claim_exists="data"),
            SecretWanted("pw-redis", keep=False, keys=password | {"user": Value(value="shop")}),
        ),
    )
