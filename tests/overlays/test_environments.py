"""Each environment has what it is for."""

from typing import Any

import pytest

from tests.chart.rendering import Manifest, kinds, the
from tests.overlays.conftest import Rendered

SINGLE = {"pw-beat", "pw-flusher", "pw-operator"}


@pytest.fixture
def dev(rendered: Rendered) -> list[Manifest]:
    return rendered("dev")


@pytest.fixture
def staging(rendered: Rendered) -> list[Manifest]:
    return rendered("staging")


@pytest.fixture
def production(rendered: Rendered) -> list[Manifest]:
    return rendered("production")


def names(manifests: list[Manifest], kind: str) -> set[str]:
    return {each["metadata"]["name"] for each in kinds(manifests, kind)}


def least_pods(manifests: list[Manifest]) -> dict[str, int]:
    """The fewest pods of each Deployment: its replicas, or what its autoscaler goes down to."""
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]: each["spec"] for each in kinds(manifests, "HorizontalPodAutoscaler")
    }
    found = {each["metadata"]["name"]: each["spec"].get("replicas") for each in kinds(manifests, "Deployment")}
    return {name: scaled[name]["minReplicas"] if name in scaled else count for name, count in found.items()}


def settings(manifests: list[Manifest]) -> dict[str, Any]:
    return dict(the(manifests, "ConfigMap", "pw-settings")["data"])


def secrets_mounted(manifests: list[Manifest]) -> set[str]:
    volumes = [
        volume
        for each in manifests
        if "template" in each.get("spec", {})
        for volume in each["spec"]["template"]["spec"]["volumes"]
    ]
    sources = [source for volume in volumes for source in volume.get("projected", {}).get("sources", [])]
    return {source["secret"]["name"] for source in sources if "secret" in source}


def test_production_runs_at_least_two_of_all_that_serves(production: list[Manifest]) -> None:
    assert all(count >= 2 for name, count in least_pods(production).items() if name not in SINGLE)


def test_production_lets_no_drain_take_them_all(production: list[Manifest]) -> None:
    assert names(production, "PodDisruptionBudget") == names(production, "Deployment") - SINGLE


def test_production_names_each_hole_in_its_network(production: list[Manifest]) -> None:
    assert names(production, "NetworkPolicy") >= names(production, "Deployment")


def test_production_has_its_servers_elsewhere(production: list[Manifest]) -> None:
    assert not kinds(production, "StatefulSet")
    assert settings(production)["DATABASE_URL"].endswith("?sslmode=require")
    assert settings(production)["REDIS_URL"].startswith("rediss://")


def test_production_takes_the_passwords_from_existing_secrets(production: list[Manifest]) -> None:
    assert {"productwatch-database", "productwatch-redis", "productwatch-sendgrid"} <= secrets_mounted(production)


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_is_reached_by_tls_alone(rendered: Rendered, environment: str) -> None:
    manifests = rendered(environment)
    assert all(ingress["spec"]["tls"][0]["secretName"] for ingress in kinds(manifests, "Ingress"))
    assert settings(manifests)["PUBLIC_URL"].startswith("https://")


def test_production_is_limited_at_the_ingress(production: list[Manifest]) -> None:
    limit = "nginx.ingress.kubernetes.io/limit-rps"
    assert all(limit in ingress["metadata"]["annotations"] for ingress in kinds(production, "Ingress"))


def test_production_is_logged_for_machines_and_dev_for_people(production: list[Manifest], dev: list[Manifest]) -> None:
    assert settings(production)["LOG_FORMAT"] == "json"
    assert settings(dev)["LOG_FORMAT"] == "text"


def test_dev_is_one_pod_of_each(dev: list[Manifest]) -> None:
    assert set(least_pods(dev).values()) == {1}
    assert not kinds(dev, "PodDisruptionBudget")


def test_dev_and_staging_know_no_secret_of_production(
    dev: list[Manifest], staging: list[Manifest], production: list[Manifest]
) -> None:
    own = {name for name in secrets_mounted(production) if name.startswith("productwatch-")}
    assert own
    assert not own & (secrets_mounted(dev) | secrets_mounted(staging))


def test_staging_has_the_shape_of_production(staging: list[Manifest]) -> None:
    assert least_pods(staging)["pw-api"] >= 2
    assert kinds(staging, "PodDisruptionBudget")
