"""The bootstrap makes what is missing, and nothing else."""

import logging
from base64 import b64decode
from typing import Any

import pytest

from productwatch_operator.bootstrap.reconcile import Bootstrap
from productwatch_operator.cluster import MARK, Cluster, Refused
from productwatch_operator.configuration import Configuration
from tests.operator.kubernetes import StandIn, client_of

pytestmark = pytest.mark.anyio

OLDER, YOUNGER = "2026-11-01T11:00:00Z", "2026-11-01T12:00:01Z"
ALARM = "Warning"


@pytest.fixture
def bootstrap(cluster: Cluster, configuration: Configuration) -> Bootstrap:
    return Bootstrap(cluster, configuration)


def claim(api: StandIn, created: str, **annotations: str) -> dict[str, Any]:
    return api.keep(
        "persistentvolumeclaims", "data", metadata={"creationTimestamp": created, "annotations": annotations}
    )


async def test_makes_every_missing_secret(bootstrap: Bootstrap, api: StandIn) -> None:
    assert await bootstrap.reconcile()
    assert api.named("secrets") == {"pw-postgresql", "pw-redis"}
    assert {event[1] for event in api.events()} == {"SecretMade"}


async def test_makes_random_values_and_keeps_given_ones(bootstrap: Bootstrap, api: StandIn) -> None:
    await bootstrap.reconcile()
    values = [b64decode(api.kept["secrets", name]["data"]["password"]) for name in ("pw-postgresql", "pw-redis")]
    assert all(len(value) >= 32 for value in values)
    assert values[0] != values[1]
    assert b64decode(api.kept["secrets", "pw-redis"]["data"]["user"]) == b"shop"


async def test_lets_only_what_is_not_kept_go_with_the_release(bootstrap: Bootstrap, api: StandIn) -> None:
    await bootstrap.reconcile()
    owners = {name: api.kept["secrets", name]["metadata"].get("ownerReferences") for name in api.named("secrets")}
    assert owners["pw-postgresql"] is None
    assert [owner["uid"] for owner in owners["pw-redis"] or []] == ["uid-of-pw-settings"]


async def test_labels_what_it_makes(bootstrap: Bootstrap, api: StandIn) -> None:
    await bootstrap.reconcile()
    assert api.kept["secrets", "pw-redis"]["metadata"]["labels"] == {
        "app.kubernetes.io/managed-by": "productwatch-operator",
        "app.kubernetes.io/part-of": "productwatch",
        "app.kubernetes.io/instance": "pw",
    }


async def test_leaves_what_is_there_as_it_is(bootstrap: Bootstrap, api: StandIn) -> None:
    api.keep("secrets", "pw-postgresql", data={"password": "b3Vycw=="})
    await bootstrap.reconcile()
    assert api.kept["secrets", "pw-postgresql"]["data"] == {"password": "b3Vycw=="}
    assert ("POST", "secrets") in api.calls
    assert not [call for call in api.calls if call[0] == "PATCH"]


@pytest.mark.parametrize("data", [{"other": "eA=="}, {"password": ""}])
async def test_names_the_key_that_one_lacks(
    bootstrap: Bootstrap, api: StandIn, data: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    api.keep("secrets", "pw-postgresql", data=data)
    assert not await bootstrap.reconcile()
    assert api.kept["secrets", "pw-postgresql"]["data"] == data
    assert "Secret pw-postgresql lacks password" in caplog.text
    assert (ALARM, "SecretIncomplete") in {event[:2] for event in api.events()}


async def test_tells_a_complaint_once(bootstrap: Bootstrap, api: StandIn) -> None:
    api.keep("secrets", "pw-postgresql", data={})
    await bootstrap.reconcile()
    await bootstrap.reconcile()
    assert [event[1] for event in api.events() if event[0] == ALARM] == ["SecretIncomplete"]


async def test_brings_one_that_has_gone_back_as_it_was(bootstrap: Bootstrap, api: StandIn) -> None:
    await bootstrap.reconcile()
    claim(api, YOUNGER)
    await bootstrap.reconcile()
    gone = api.kept.pop(("secrets", "pw-postgresql"))
    assert await bootstrap.reconcile()
    assert api.kept["secrets", "pw-postgresql"]["data"] == gone["data"]


async def test_asks_for_nothing_but_the_secrets_while_nothing_changes(bootstrap: Bootstrap, api: StandIn) -> None:
    claim(api, YOUNGER)
    await bootstrap.reconcile()
    before = len(api.calls)
    await bootstrap.reconcile()
    assert api.calls[before:] == [("GET", "secrets/pw-postgresql"), ("GET", "secrets/pw-redis")]


async def test_makes_no_new_password_for_a_volume_that_was_kept(bootstrap: Bootstrap, api: StandIn) -> None:
    claim(api, OLDER)
    assert not await bootstrap.reconcile()
    assert api.named("secrets") == {"pw-redis"}
    assert (ALARM, "VolumeWithoutSecret") in {event[:2] for event in api.events()}


async def test_makes_the_password_of_a_volume_that_came_with_it(bootstrap: Bootstrap, api: StandIn) -> None:
    claim(api, YOUNGER)
    assert await bootstrap.reconcile()
    assert "pw-postgresql" in api.named("secrets")


async def test_marks_a_volume_once_its_secrets_are_there(
    bootstrap: Bootstrap, api: StandIn, cluster: Cluster, configuration: Configuration
) -> None:
    young = claim(api, YOUNGER)
    await bootstrap.reconcile()
    assert young["metadata"]["annotations"] == {MARK: "true"}
    del api.kept["secrets", "pw-postgresql"]
    assert not await Bootstrap(cluster, configuration).reconcile()
    assert "pw-postgresql" not in api.named("secrets")


async def test_marks_no_volume_before_its_secrets_are_there(bootstrap: Bootstrap, api: StandIn) -> None:
    young = claim(api, YOUNGER)
    api.refusals["POST", "/secrets"] = 403
    await bootstrap.reconcile()
    assert MARK not in young["metadata"]["annotations"]


async def test_is_content_when_somebody_was_faster(bootstrap: Bootstrap, api: StandIn) -> None:
    api.refusals["GET", "/secrets/pw-redis"] = 404
    api.keep("secrets", "pw-redis", data={"password": "eA==", "user": "eA=="})
    assert not await bootstrap.reconcile()
    api.refusals.clear()
    assert await bootstrap.reconcile()
    assert api.kept["secrets", "pw-redis"]["data"]["password"] == "eA=="


async def test_goes_on_with_the_others_where_one_is_refused(bootstrap: Bootstrap, api: StandIn) -> None:
    api.refusals["GET", "/secrets/pw-postgresql"] = 403
    assert not await bootstrap.reconcile()
    assert api.named("secrets") == {"pw-redis"}
    assert (ALARM, "ClusterRefused", "get secrets/pw-postgresql: /secrets/pw-postgresql is refused") in api.events()


@pytest.mark.parametrize("status", [403, 409, 500, 503])
async def test_is_not_ended_by_a_refusal(bootstrap: Bootstrap, api: StandIn, status: int) -> None:
    api.refusals["POST", "/secrets"] = status
    assert not await bootstrap.reconcile()
    api.refusals.clear()
    assert await bootstrap.reconcile()


async def test_needs_no_event_to_succeed(bootstrap: Bootstrap, api: StandIn) -> None:
    api.refusals["POST", "/events"] = 403
    assert await bootstrap.reconcile()


async def test_waits_for_the_release_that_owns(bootstrap: Bootstrap, api: StandIn) -> None:
    del api.kept["configmaps", "pw-settings"]
    assert not await bootstrap.reconcile()
    assert api.named("secrets") == {"pw-postgresql"}


async def test_tells_that_nobody_answers(configuration: Configuration) -> None:
    async with client_of("http://127.0.0.1:1") as client:
        with pytest.raises(Refused, match="get secrets/pw-postgresql: ConnectError"):
            await Bootstrap(Cluster(client, "shop", "pw"), configuration).reconcile()


async def test_logs_and_posts_no_value(bootstrap: Bootstrap, api: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await bootstrap.reconcile()
    del api.kept["secrets", "pw-redis"]
    await bootstrap.reconcile()
    encoded = [value for name in api.named("secrets") for value in api.kept["secrets", name]["data"].values()]
    told = caplog.text + str([vars(record) for record in caplog.records]) + str(api.events())
    random = [value for value in encoded if b64decode(value) != b"shop"]
    assert not [value for value in random if value in told or b64decode(value).decode() in told]
