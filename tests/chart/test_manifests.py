"""What a render gives: objects that Kubernetes takes as they are, and the same bytes each time."""

import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # comes with kubernetes-validate, without types
import kubernetes_validate
import pytest
import yaml

from tests.chart.conftest import Render
from tests.chart.rendering import CHART, Engine, InProcess, Values, containers, kinds, merged, nested, pods
from tests.chart.workloads import EXTERNAL, OWN_SECRETS, WITHOUT_OPERATOR

VERSIONS = ["1.30", "1.32", "1.34", "1.36"]
EVERYTHING = {
    "api": {"autoscaling": {"enabled": True}},
    "defaults": {"priorityClassName": "high", "tolerations": [{"key": "a", "operator": "Exists"}]},
    "global": {"imageRegistry": "registry.example.com", "imagePullSecrets": [{"name": "pull"}]},
    "image": {"digest": f"sha256:{0:064}"},
    "ingress": {"tls": {"secretName": "tls"}, "annotations": {"a": "b"}},
    "media": {"s3": {"bucket": "shop-images", "existingSecret": "bucket"}, "publicUrl": "https://images.example.com"},
    "networkPolicy": {"ingressCidrs": ["10.0.0.0/8"]},
    "publicUrl": "https://shop.example.com",
    "rateLimit": {"rpm": 600, "allowlist": ["10.0.0.0/8"]},
    "sendgrid": {"existingSecret": "mail"},
    "telemetry": {"otlpEndpoint": "http://collector:4318"},
    "workers": {"groups": {"mail": {"replicas": 2, "concurrency": 1, "queues": ["mail"]}}},
}
CASES = {
    "bare": {},
    "everything": EVERYTHING,
    "external": EXTERNAL,
    "without the operator": WITHOUT_OPERATOR,
    "external, without the operator": merged(EXTERNAL, OWN_SECRETS, nested("operator.enabled", False)),
}
ALLOWED_IMAGES = {"productwatch/app:0.1.0", "productwatch/operator:0.1.0", "docker.io/postgres:17", "docker.io/redis:8"}
UNSTEADY = (
    r"\b(rand\w+|uuidv4|genCA\w*|gen\w+Cert\w*|genPrivateKey|bcrypt|htpasswd|lookup|now|ago|date\w*|htmlDate\w*)\b"
)

cases = pytest.mark.parametrize("values", CASES.values(), ids=CASES.keys())


@pytest.mark.parametrize(
    ("version", "case"), [*((each, "everything") for each in VERSIONS[:-1]), *((VERSIONS[-1], each) for each in CASES)]
)
def test_is_strictly_what_kubernetes_knows(render: Render, version: str, case: str) -> None:
    for manifest in render(**CASES[case]):
        if manifest["kind"] != "SigningKeyRing":
            kubernetes_validate.validate(manifest, version, strict=True)


def test_holds_a_ring_as_its_definition_has_it(render: Render) -> None:
    definition = yaml.safe_load((CHART / "crds/signingkeyrings.yaml").read_text())
    (version,) = definition["spec"]["versions"]
    (ring,) = kinds(render(), "SigningKeyRing")
    assert ring["apiVersion"] == f"{definition['spec']['group']}/{version['name']}"
    assert set(ring["spec"]) <= set(version["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"])
    jsonschema.validate(ring, version["schema"]["openAPIV3Schema"])


@pytest.mark.parametrize("version", VERSIONS)
def test_defines_its_resource_as_kubernetes_knows(version: str) -> None:
    for file in (CHART / "crds").iterdir():
        kubernetes_validate.validate(yaml.safe_load(file.read_text()), version, strict=True)


@cases
def test_names_each_object_once(render: Render, values: Values) -> None:
    names = [(each["kind"], each["metadata"]["name"]) for each in render(**values)]
    assert len(names) == len(set(names))


@cases
def test_is_the_same_each_time(engine: Engine, values: Values) -> None:
    if not isinstance(engine, InProcess):
        pytest.skip("no wheel of Helm's engine for this machine")
    assert engine.files(values) == engine.files(values)


@pytest.mark.parametrize(
    "template", sorted(CHART.rglob("templates/**/*.*")), ids=lambda path: str(path.relative_to(CHART))
)
def test_comes_of_no_function_that_is_random_or_asks_clock_or_cluster(template: Path) -> None:
    code = " ".join(re.findall(r"\{\{.*?\}\}", template.read_text(), re.DOTALL))
    without_text = re.sub(r'/\*.*?\*/|"[^"]*"', "", code, flags=re.DOTALL)
    assert not re.findall(UNSTEADY, without_text)


def test_runs_only_known_images(render: Render) -> None:
    assert {each["image"] for pod in pods(render()).values() for each in containers(pod)} == ALLOWED_IMAGES


def test_takes_all_images_from_the_registry_that_is_named(render: Render) -> None:
    values = {"global": {"imageRegistry": "registry.example.com", "imagePullSecrets": [{"name": "pull"}]}}
    for pod in pods(render(**values)).values():
        assert pod["spec"]["imagePullSecrets"] == [{"name": "pull"}]
        assert all(each["image"].startswith("registry.example.com/") for each in containers(pod))


def test_pins_an_image_by_its_digest(render: Render) -> None:
    digest = f"sha256:{0:064}"
    pod = pods(render(image={"digest": digest}))["beat"]
    assert {each["image"] for each in containers(pod)} == {f"productwatch/app:0.1.0@{digest}"}
