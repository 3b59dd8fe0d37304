"""The operator is told what to make, and may do just that."""

from pathlib import Path

import pytest

from productwatch_operator import configuration
from productwatch_operator.configuration import Configuration
from tests.chart.conftest import Render
from tests.chart.rendering import Manifest, kinds, merged, nested, pods, the
from tests.chart.workloads import EXTERNAL, OWN_SECRETS

SECRETS = ["pw-postgresql", "pw-redis", "pw-application", "pw-admin", "pw-signing-keys"]


def rule(resource: str, *verbs: str, names: list[str] | None = None, group: str = "") -> Manifest:
    found: Manifest = {"apiGroups": [group], "resources": [resource], "verbs": list(verbs)}
    return found | ({"resourceNames": names} if names else {})


RULES = [
    rule("secrets", "create"),
    rule("secrets", "get", names=SECRETS),
    rule("secrets", "patch", names=["pw-signing-keys"]),
    rule("configmaps", "get", names=["pw-settings"]),
    rule("persistentvolumeclaims", "get", "patch", names=["data-pw-postgresql-0"]),
    rule("pods", "list"),
    rule("events", "create"),
    rule("signingkeyrings", "list", "watch", group="productwatch.io"),
    rule("signingkeyrings/status", "patch", group="productwatch.io"),
]


@pytest.fixture
def told(render: Render, tmp_path: Path) -> Configuration:
    file = tmp_path / "operator.yaml"
    file.write_text(the(render(), "ConfigMap", "pw-operator")["data"]["operator.yaml"])
    return configuration.load(file)


def test_may_do_in_its_namespace_what_it_must_and_nothing_else(render: Render) -> None:
    assert the(render(), "Role", "pw-operator")["rules"] == RULES


def test_may_do_nothing_in_the_cluster(render: Render) -> None:
    manifests = render()
    assert not [each for each in manifests if each["kind"].startswith("ClusterRole")]
    (binding,) = kinds(manifests, "RoleBinding")
    assert binding["roleRef"]["kind"] == "Role"
    assert [each["name"] for each in binding["subjects"]] == [pods(manifests)["operator"]["spec"]["serviceAccountName"]]


def test_may_touch_no_secret_that_is_the_users(render: Render) -> None:
    rules = the(render(**merged(EXTERNAL, OWN_SECRETS)), "Role", "pw-operator")["rules"]
    assert not [each for each in rules if {"secrets", "persistentvolumeclaims"} & set(each["resources"])]


def test_makes_what_the_pods_mount(told: Configuration) -> None:
    assert {each.name: set(each.keys) for each in told.secrets} == {
        "pw-postgresql": {"postgres-password", "password"},
        "pw-redis": {"redis-password"},
        "pw-application": {"secret-key", "data-key"},
        "pw-admin": {"email", "password"},
    }


def test_keeps_what_data_would_be_lost_without(told: Configuration) -> None:
    assert {each.name for each in told.secrets if each.keep} == {"pw-postgresql", "pw-application", "pw-admin"}


def test_makes_no_new_passwords_for_old_data(told: Configuration) -> None:
    assert {each.refuse_if_claim_exists for each in told.secrets if each.keep} == {"data-pw-postgresql-0"}


def test_ties_the_rest_to_the_release(render: Render, told: Configuration) -> None:
    assert the(render(), told.owner.kind, told.owner.name)
    (ring,) = kinds(render(), "SigningKeyRing")
    assert ring["spec"] == {"secretName": "pw-signing-keys", "deletionPolicy": "Delete"}


def test_asks_the_pods_that_verify(render: Render, told: Configuration) -> None:
    labels = pods(render())["api"]["metadata"]["labels"]
    assert told.verifiers.labels.items() <= labels.items()
    ports = [each["containerPort"] for each in pods(render())["api"]["spec"]["containers"][0]["ports"]]
    assert told.verifiers.port in ports


def test_looks_at_a_claim_of_the_users(render: Render) -> None:
    rules = the(render(**nested("postgresql.persistence.existingClaim", "mine")), "Role", "pw-operator")["rules"]
    assert rule("persistentvolumeclaims", "get", "patch", names=["mine"]) in rules


@pytest.mark.parametrize("workload", ["operator", "beat"])
def test_is_one_like_beat_and_never_two_for_a_moment(render: Render, workload: str) -> None:
    spec = the(render(), "Deployment", f"pw-{workload}")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
