"""On a real API server, the operator does its work with the rights of one Role, and no others."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import which
from typing import Any, TypeVar

import httpx
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CRD = ROOT / "charts/productwatch/crds/signingkeyrings.yaml"
INTERNAL, HEALTH = "19310", "18310"
SECRETS = ["pw-postgresql", "pw-redis", "pw-signing-keys"]
T = TypeVar("T")

RULES = [
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]},
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": SECRETS},
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["patch"], "resourceNames": ["pw-signing-keys"]},
    {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"], "resourceNames": ["pw-settings"]},
    {"apiGroups": [""], "resources": ["persistentvolumeclaims"], "verbs": ["get", "patch"], "resourceNames": ["data"]},
    {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]},
    {"apiGroups": [""], "resources": ["events"], "verbs": ["create"]},
    {"apiGroups": ["productwatch.io"], "resources": ["signingkeyrings"], "verbs": ["list", "watch"]},
    {"apiGroups": ["productwatch.io"], "resources": ["signingkeyrings/status"], "verbs": ["patch"]},
]


pytestmark = pytest.mark.cluster


def needs_a_cluster(config: pytest.Config) -> None:
    """Only who asks for it has something done to the cluster of the kubeconfig."""
    if "cluster" not in config.option.markexpr:
        pytest.skip("tests of the operator on a cluster run with `-m cluster`")
    asked = ["kubectl", "get", "--raw", "/readyz", "--request-timeout=5s"]
    if not which("kubectl") or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("no Kubernetes cluster answers: set KUBECONFIG, and have kubectl")


class Namespace:
    """A namespace of these tests' own."""

    def __init__(self, name: str) -> None:
        self.name = name

    def kubectl(self, *arguments: str, given: object = None) -> str:
        """What it prints; AssertionError with what it says where it fails."""
        ran = self.tried(*arguments, given=given)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def tried(self, *arguments: str, given: object = None) -> subprocess.CompletedProcess[str]:
        command = ["kubectl", "-n", self.name, *arguments]
        return subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)

    def apply(self, kind: str, name: str, api: str = "v1", **members: Any) -> None:
        manifest = {"apiVersion": api, "kind": kind, "metadata": {"name": name}, **members}
        self.kubectl("apply", "-f", "-", given=manifest)

    def ring(self, **spec: str) -> None:
        self.apply("SigningKeyRing", "pw", "productwatch.io/v1alpha1", spec={"secretName": "pw-signing-keys"} | spec)

    def read(self, kind: str, name: str) -> dict[str, Any] | None:
        ran = self.tried("get", kind, name, "-o", "json", "--ignore-not-found")
        return json.loads(ran.stdout) if ran.stdout else None


def until(what: Callable[[], T | None], seconds: float = 30) -> T:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)  # between two questions to another process
    return found


@pytest.fixture(scope="module")
def namespace(request: pytest.FixtureRequest) -> Iterator[Namespace]:
    needs_a_cluster(request.config)
    namespace = Namespace(f"op-test-{token_hex(4)}")
    namespace.kubectl("apply", "-f", str(CRD))
    namespace.kubectl("create", "namespace", namespace.name)
    namespace.kubectl("create", "configmap", "pw-settings")
    namespace.kubectl("create", "serviceaccount", "pw-operator")
    namespace.apply("Role", "pw-operator", "rbac.authorization.k8s.io/v1", rules=RULES)
    namespace.kubectl(
        "create", "rolebinding", "pw-operator", "--role=pw-operator", f"--serviceaccount={namespace.name}:pw-operator"
    )
    namespace.ring(deletionPolicy="Delete")
    yield namespace
    namespace.kubectl("delete", "namespace", namespace.name, "--wait=false")


@pytest.fixture(scope="module")
def environment(namespace: Namespace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An operator's, with the rights of its service account."""
    folder = tmp_path_factory.mktemp("operator")
    kubeconfig = json.loads(namespace.kubectl("config", "view", "--raw", "--minify", "-o", "json"))
    kubeconfig["users"][0]["user"] = {"token": namespace.kubectl("create", "token", "pw-operator").strip()}
    (folder / "kubeconfig").write_text(json.dumps(kubeconfig))
    configuration = {
        "namespace": namespace.name,
        "release": "pw",
        "owner": {"kind": "ConfigMap", "name": "pw-settings"},
        "publicUrl": "http://shop.example",
        "verifiers": {"selector": "app=pw", "port": 9000},
        "resyncSeconds": 5,
        "secrets": [
            {"name": "pw-postgresql", "keep": True, "keys": {"p": {"random": 32}}, "refuseIfClaimExists": "data"},
            {"name": "pw-redis", "keep": False, "keys": {"p": {"random": 32}}},
        ],
    }
    (folder / "operator.yaml").write_text(yaml.safe_dump(configuration))
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "operator"),
        "PYTHONUNBUFFERED": "1",
        "KUBECONFIG": str(folder / "kubeconfig"),
        "OPERATOR_CONFIG": str(folder / "operator.yaml"),
        "INTERNAL_PORT": INTERNAL,
        "HEALTH_PORT": HEALTH,
    }


@contextmanager
def operating(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "productwatch_operator"], env=environment, stdout=out, stderr=out
        )
    try:
        until(lambda: status(environment["HEALTH_PORT"]) == 200)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def status(port: str) -> int | None:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code
    except httpx.TransportError:
        return None


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "operator.log"


@pytest.fixture(scope="module")
def operator(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with operating(environment, log) as process:
        yield process


def ready(namespace: Namespace) -> str | None:
    """The active key, once the ring says that it is ready."""
    ring = namespace.read("signingkeyring", "pw") or {}
    conditions = {each["type"]: each["status"] for each in ring.get("status", {}).get("conditions", [])}
    return ring["status"]["activeKid"] if conditions.get("Ready") == "True" else None


def test_makes_what_is_missing(operator: object, namespace: Namespace) -> None:
    assert until(lambda: ready(namespace))
    assert all(namespace.read("secret", name) for name in SECRETS)


def test_keeps_nothing_in_the_resource_but_its_status(operator: object, namespace: Namespace) -> None:
    until(lambda: ready(namespace))
    metadata = (namespace.read("signingkeyring", "pw") or {})["metadata"]
    assert "finalizers" not in metadata
    assert set(metadata["annotations"]) == {"kubectl.kubernetes.io/last-applied-configuration"}


def test_brings_a_deleted_secret_back_as_it_was(operator: object, namespace: Namespace) -> None:
    old = namespace.read("secret", "pw-redis") or {}
    namespace.kubectl("delete", "secret", "pw-redis")
    new = until(lambda: namespace.read("secret", "pw-redis"))
    assert new["data"] == old["data"]
    assert new["metadata"]["uid"] != old["metadata"]["uid"]


def test_follows_the_deletion_policy(operator: object, namespace: Namespace) -> None:
    until(lambda: ready(namespace))
    namespace.ring(deletionPolicy="Retain")
    until(lambda: "ownerReferences" not in (namespace.read("secret", "pw-signing-keys") or {})["metadata"])
    namespace.ring(deletionPolicy="Delete")
    until(lambda: "ownerReferences" in (namespace.read("secret", "pw-signing-keys") or {})["metadata"])


def test_changes_nothing_when_it_comes_again(
    operator: subprocess.Popen[bytes], environment: dict[str, str], namespace: Namespace, log: Path
) -> None:
    until(lambda: ready(namespace))
    before = {name: namespace.read("secret", name) for name in SECRETS}
    second = environment | {"INTERNAL_PORT": "19311", "HEALTH_PORT": "18311"}
    with operating(second, log):
        assert {name: namespace.read("secret", name) for name in SECRETS} == before


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ({"secretName": "other"}, "cannot change"),
        ({"secretName": "Pw_Keys"}, "should match"),
        ({"deletionPolicy": "Never"}, "Unsupported value"),
    ],
)
def test_is_spared_a_wrong_ring(operator: object, namespace: Namespace, spec: dict[str, str], says: str) -> None:
    manifest = {
        "apiVersion": "productwatch.io/v1alpha1",
        "kind": "SigningKeyRing",
        "metadata": {"name": "pw"},
        "spec": {"secretName": "pw-signing-keys"} | spec,
    }
    refused = namespace.tried("apply", "-f", "-", given=manifest)
    assert refused.returncode == 1
    assert says in refused.stderr


@pytest.mark.parametrize(
    "what",
    [
        ("get", "secrets/another"),
        ("list", "secrets"),
        ("watch", "secrets"),
        ("update", "secrets/pw-signing-keys"),
        ("patch", "secrets/pw-postgresql"),
        ("delete", "secrets/pw-redis"),
        ("patch", "signingkeyrings/pw"),
        ("delete", "pods"),
    ],
)
def test_may_not(environment: dict[str, str], namespace: Namespace, what: tuple[str, str]) -> None:
    asked = ["kubectl", "-n", namespace.name, "auth", "can-i", *what]
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False).stdout
    assert said.strip() == "no"


def test_logs_no_fault_where_there_is_none(operator: object, log: Path) -> None:
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines
    assert [line for line in lines if line["level"] not in ("info", "debug")] == []


def test_tells_no_secret(operator: object, namespace: Namespace, log: Path) -> None:
    values = [value for name in SECRETS for value in (namespace.read("secret", name) or {})["data"].values()]
    told = log.read_text() + namespace.kubectl("get", "events,signingkeyrings", "-o", "yaml")
    assert not [value for value in values if value in told]


def test_ends_at_once_and_lets_the_secrets_go_with_their_owners(
    environment: dict[str, str], namespace: Namespace, operator: subprocess.Popen[bytes]
) -> None:
    operator.terminate()
    assert operator.wait(5) == 0
    namespace.kubectl("delete", "configmap/pw-settings", "signingkeyring/pw")
    until(lambda: not any(namespace.read("secret", name) for name in ("pw-redis", "pw-signing-keys")))
    assert namespace.read("secret", "pw-postgresql")
