"""A SigningKeyRing is looked after: made, asked about at every pod, and told of."""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client import REGISTRY

from productwatch_operator.cluster import Cluster, Refused
from productwatch_operator.configuration import Configuration, Verifiers
from productwatch_operator.echo import Echo
from productwatch_operator.signing_keys.reconcile import SigningKeys
from productwatch_operator.signing_keys.ring import dumps, first_ring, signing_key
from tests.operator.kubernetes import StandIn, conditions

pytestmark = pytest.mark.anyio

API_1, API_2 = "127.0.0.1", "127.0.0.2"
RING = first_ring("first")


class Verifying:
    """What answers at the address of each pod; `answers` are made by the operator's token."""

    def __init__(self) -> None:
        self.loaded: dict[str, Any] = {}
        self.tokens: list[str] = []
        self.application = web.Application()
        self.application.router.add_get("/internal/v1/signing-keys", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        answer = self.loaded.get(request.host.split(":")[0])
        if answer is None:
            raise web.HTTPUnauthorized
        return web.json_response(answer)


@pytest.fixture
async def two_pods(api: StandIn) -> None:
    pod(api, "api-1", API_1)
    pod(api, "api-2", API_2)


@pytest.fixture
async def pods() -> AsyncIterator[tuple[Verifying, int]]:
    verifying = Verifying()
    async with TestServer(verifying.application, host="0.0.0.0") as server:
        yield verifying, server.port or 0


@pytest.fixture
async def keys(
    cluster: Cluster, configuration: Configuration, pods: tuple[Verifying, int]
) -> AsyncIterator[SigningKeys]:
    async with aiohttp.ClientSession() as http:
        told = msgspec.structs.replace(configuration, verifiers=Verifiers("app=pw", pods[1]))
        yield SigningKeys(cluster, http, told, Echo())


@pytest.fixture
def ring(api: StandIn) -> dict[str, Any]:
    spec = {"secretName": "pw-signing-keys", "deletionPolicy": "Delete"}
    return api.keep("signingkeyrings", "pw", kind="SigningKeyRing", metadata={"generation": 3}, spec=spec)


@pytest.fixture
def secret(api: StandIn) -> dict[str, Any]:
    return api.keep("secrets", "pw-signing-keys", data={"ring.json": b64encode(dumps(RING).encode()).decode()})


def pod(api: StandIn, name: str, address: str | None, phase: str = "Running", **metadata: str) -> None:
    api.keep("pods", name, metadata=metadata, status={"podIP": address, "phase": phase})


async def test_gets_a_first_ring(keys: SigningKeys, api: StandIn, ring: dict[str, Any]) -> None:
    await keys.reconcile()
    made = api.kept["secrets", "pw-signing-keys"]
    kid = msgspec.json.decode(b64decode(made["data"]["ring.json"]))["active"]
    assert ring["status"]["activeKid"] == kid
    assert ring["status"]["keys"] == [{"kid": kid, "state": "Active"}]
    assert list(conditions(ring)) == [("Ready", "True", "RingPresent"), ("Propagated", "Unknown", "NoPodSeen")]
    assert ring["status"]["observedGeneration"] == 3


@pytest.mark.parametrize(("policy", "owners"), [("Delete", ["uid-of-pw"]), ("Retain", [])])
async def test_takes_its_secret_along_as_the_policy_says(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], policy: str, owners: list[str]
) -> None:
    ring["spec"]["deletionPolicy"] = policy
    await keys.reconcile()
    made = api.kept["secrets", "pw-signing-keys"]["metadata"]
    assert [owner["uid"] for owner in made.get("ownerReferences", [])] == owners


async def test_follows_a_change_of_the_policy(keys: SigningKeys, api: StandIn, ring: dict[str, Any]) -> None:
    await keys.reconcile()
    made = api.kept["secrets", "pw-signing-keys"]
    data = dict(made["data"])
    ring["spec"]["deletionPolicy"] = "Retain"
    await keys.reconcile()
    assert made["metadata"]["ownerReferences"] == []
    assert made["data"] == data


async def test_keeps_a_ring_that_is_there(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], secret: dict[str, Any]
) -> None:
    await keys.reconcile()
    assert ring["status"]["activeKid"] == "first"
    assert not [call for call in api.calls if call[1].startswith("secrets") and call[0] != "GET"]


@pytest.mark.parametrize("data", [{}, {"ring.json": "bm9uc2Vuc2U="}, {"other": "eA=="}])
async def test_says_that_a_ring_is_broken_and_leaves_it(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], data: dict[str, str]
) -> None:
    api.keep("secrets", "pw-signing-keys", data=data)
    assert not await keys.reconcile()
    assert ("Ready", "False", "RingBroken") in conditions(ring)
    assert "activeKid" not in ring["status"]
    assert api.kept["secrets", "pw-signing-keys"]["data"] == data
    assert {kind for kind, reason, _ in api.events() if reason == "RingBroken"} >= {"Warning"}


@pytest.mark.usefixtures("secret", "two_pods")
async def test_is_propagated_when_every_pod_reports_it(
    keys: SigningKeys, ring: dict[str, Any], pods: tuple[Verifying, int]
) -> None:
    pods[0].loaded = {address: {"loaded": ["first", "older"]} for address in (API_1, API_2)}
    assert await keys.reconcile()
    assert ("Propagated", "True", "AllLoaded") in conditions(ring)


@pytest.mark.usefixtures("secret", "two_pods")
@pytest.mark.parametrize("answer", [None, {"loaded": []}, {"loaded": "first"}, {}, [], {"loaded": ["other"]}])
async def test_names_a_pod_that_does_not_report_it(
    keys: SigningKeys, ring: dict[str, Any], pods: tuple[Verifying, int], answer: object
) -> None:
    pods[0].loaded = {API_1: {"loaded": ["first"], "signs_with": "first"}, API_2: answer}
    assert not await keys.reconcile()
    propagated = ring["status"]["conditions"][1]
    assert propagated["message"] == "1 of 2 pods do not report every key: api-2."
    assert REGISTRY.get_sample_value("productwatch_signing_keys_unreported_pods", {"ring": "pw"}) == 1


async def test_counts_no_pod_that_has_no_address_or_ends(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], secret: dict[str, Any], pods: tuple[Verifying, int]
) -> None:
    pod(api, "api-1", API_1)
    pod(api, "waits", None, "Pending")
    pod(api, "evicted", API_2, "Failed")
    pod(api, "ends", API_2, deletionTimestamp="2026-11-01T12:00:00Z")
    pods[0].loaded = {API_1: {"loaded": ["first"]}}
    assert await keys.reconcile()


async def test_asks_with_a_token_that_soon_ends(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], secret: dict[str, Any], pods: tuple[Verifying, int]
) -> None:
    pod(api, "api-1", API_1)
    await keys.reconcile()
    [token] = pods[0].tokens
    key = jwt.PyJWK(signing_key(RING))
    claims = jwt.decode(token, key, ["EdDSA"], audience="productwatch-internal", issuer="http://shop.example")
    assert jwt.get_unverified_header(token)["kid"] == "first"
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("operator", 60)


async def test_writes_and_tells_nothing_while_nothing_changes(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any]
) -> None:
    await keys.reconcile()
    before = len(api.calls)
    await keys.reconcile()
    assert api.calls[before:] == [("GET", "signingkeyrings"), ("GET", "secrets/pw-signing-keys"), ("GET", "pods")]


async def test_shows_each_minute_that_it_is_looked_after(keys: SigningKeys, api: StandIn, ring: dict[str, Any]) -> None:
    await keys.reconcile()
    old = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    ring["status"]["lastCheckTime"] = old
    told = api.events()
    await keys.reconcile()
    assert ring["status"]["lastCheckTime"] > old
    assert api.events() == told


async def test_overwrites_no_status_that_somebody_else_wrote(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any]
) -> None:
    api.refusals["PATCH", "/status"] = 409
    with pytest.raises(Refused, match="patch signingkeyrings/pw/status"):
        await keys.reconcile()


async def test_says_what_the_cluster_refuses(keys: SigningKeys, api: StandIn, ring: dict[str, Any]) -> None:
    api.refusals["POST", "/secrets"] = 403
    assert not await keys.reconcile()
    assert ("Ready", "Unknown", "ClusterRefused") in conditions(ring)
    assert "create secrets/pw-signing-keys" in ring["status"]["conditions"][0]["message"]


async def test_keeps_its_keys_in_sight_while_the_secret_cannot_be_read(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], secret: dict[str, Any]
) -> None:
    await keys.reconcile()
    api.refusals["GET", "/secrets/pw-signing-keys"] = 403
    await keys.reconcile()
    assert ring["status"]["activeKid"] == "first"


async def test_is_forgotten_when_it_is_gone(keys: SigningKeys, api: StandIn, ring: dict[str, Any]) -> None:
    await keys.reconcile()
    assert REGISTRY.get_sample_value("productwatch_signing_key_ring_ready", {"ring": "pw"}) == 1
    del api.kept["signingkeyrings", "pw"]
    assert await keys.reconcile()
    assert REGISTRY.get_sample_value("productwatch_signing_key_ring_ready", {"ring": "pw"}) is None


async def test_tells_nothing_of_a_key_but_its_name(
    keys: SigningKeys, api: StandIn, ring: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await keys.reconcile()
    [key] = msgspec.json.decode(b64decode(api.kept["secrets", "pw-signing-keys"]["data"]["ring.json"]))["keys"]
    told = caplog.text + str(ring) + str(api.events())
    assert key["kid"] in told
    assert key["d"] not in told
