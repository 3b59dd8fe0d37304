"""Every overlay, whichever way it is rendered."""

import kubernetes_validate
import pytest

from tests.chart.rendering import Manifest, containers, kinds, pods
from tests.overlays.overlays import OVERLAYS, built, kustomization

OURS = ("SigningKeyRing",)


def images(manifests: list[Manifest]) -> set[str]:
    return {container["image"] for pod in pods(manifests).values() for container in containers(pod)}


@pytest.mark.parametrize("version", ["1.30", "1.34"])
def test_is_strictly_what_kubernetes_knows(manifests: list[Manifest], version: str) -> None:
    for manifest in manifests:
        if manifest["kind"] not in OURS:
            kubernetes_validate.validate(manifest, version, strict=True)


def test_names_the_version_of_each_image(manifests: list[Manifest]) -> None:
    for image in images(manifests):
        _, _, tag = image.rpartition(":")
        assert tag not in ("", "latest")
        assert "/" not in tag


def test_renders_no_secret(manifests: list[Manifest]) -> None:
    assert not kinds(manifests, "Secret")


def test_closes_its_network(manifests: list[Manifest]) -> None:
    (everything,) = [each for each in kinds(manifests, "NetworkPolicy") if each["metadata"]["name"] == "pw-default"]
    assert everything["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in everything["spec"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_is_whole(overlay: str) -> None:
    """Namespace, definitions and their objects come in one build, and all of it lies in the overlay's namespace."""
    manifests = built(overlay)
    (namespace,) = kinds(manifests, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert kinds(manifests, "CustomResourceDefinition")
    inside = [each for each in manifests if each["kind"] not in ("Namespace", "CustomResourceDefinition")]
    assert {each["metadata"]["namespace"] for each in inside} == {namespace["metadata"]["name"]}
    assert {chart["namespace"] for chart in kustomization(overlay)["helmCharts"]} == {namespace["metadata"]["name"]}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_builds_the_same_twice(overlay: str) -> None:
    assert built(overlay) == built(overlay)


def test_has_a_namespace_of_its_own() -> None:
    namespaces = {kustomization(each)["helmCharts"][0]["namespace"] for each in OVERLAYS}
    assert len(namespaces) == len(OVERLAYS)
