"""Secrets are made once: the operator brings back what is missing, and touches nothing that is there."""

import pytest

from tests.cluster.kubectl import CommandFailed, Namespace, run
from tests.cluster.release import Release
from tests.cluster.waiting import eventually

OURS = ("pw-postgresql", "pw-redis", "pw-application", "pw-signing-keys", "pw-admin")


def versions(namespace: Namespace) -> dict[str, str]:
    """What changes with every write to a Secret."""
    return {name: namespace.get("secret", name)["metadata"]["resourceVersion"] for name in OURS}


def may(namespace: Namespace, *what: str) -> bool:
    """Whether the operator may."""
    who = f"system:serviceaccount:{namespace.name}:pw-operator"
    try:
        return run("kubectl", "auth", "can-i", *what, "--as", who, "--namespace", namespace.name).strip() == "yes"
    except CommandFailed:
        return False


def test_that_is_deleted_comes_back_as_it_was(release: Release) -> None:
    namespace = release.namespace
    before = namespace.get("secret", "pw-redis")
    namespace.kubectl("delete", "secret", "pw-redis")
    try:
        eventually("it is back", lambda: "secret/pw-redis" in namespace.names("secret"), within=90)
        assert namespace.get("secret", "pw-redis")["data"] == before["data"]
    except AssertionError:
        kept = {"metadata": {"name": "pw-redis"}, "data": before["data"]}
        namespace.apply([{"apiVersion": "v1", "kind": "Secret", **kept}])
        raise


def test_that_are_there_are_left_alone_by_a_new_operator(release: Release) -> None:
    namespace = release.namespace
    before = versions(namespace)
    (old,) = namespace.pods("operator")
    namespace.kubectl("delete", "pod", old.name)
    namespace.kubectl("rollout", "status", "deployment/pw-operator", "--timeout=90s")
    namespace.kubectl("wait", "--for=condition=Ready", "signingkeyring/pw", "--timeout=60s")
    assert versions(namespace) == before


@pytest.mark.parametrize(
    "what", [("list", "secrets"), ("get", "secrets/sendgrid-sink"), ("patch", "secrets/pw-admin"), ("create", "pods")]
)
def test_of_others_are_nothing_to_the_operator(release: Release, what: tuple[str, str]) -> None:
    assert may(release.namespace, "get", "secrets/pw-redis")
    assert not may(release.namespace, *what)
