"""Postgres and Redis are of the release, or the user's own."""

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import Manifest, merged, nested, the
from tests.chart.workloads import EXTERNAL, SERVERS


def settings(manifests: list[Manifest]) -> dict[str, str]:
    return dict(the(manifests, "ConfigMap", "pw-settings")["data"])


def test_of_the_release_are_found_by_their_services(render: Render) -> None:
    manifests = render()
    assert settings(manifests)["DATABASE_URL"] == "postgresql://productwatch@pw-postgresql:5432/productwatch"
    assert settings(manifests)["REDIS_URL"] == "redis://pw-redis:6379/0"
    assert [the(manifests, "Service", f"pw-{name}")["spec"]["ports"][0]["port"] for name in SERVERS] == [5432, 6379]


@pytest.mark.parametrize(("name", "url"), [("postgresql", "DATABASE_URL"), ("redis", "REDIS_URL")])
def test_of_the_release_may_have_another_port(render: Render, name: str, url: str) -> None:
    manifests = render(**nested(f"{name}.service.port", 7777))
    assert f"@pw-{name}:7777" in settings(manifests)[url].replace("//pw", "//@pw")
    assert the(manifests, "Service", f"pw-{name}")["spec"]["ports"][0]["port"] == 7777


@pytest.mark.parametrize("name", SERVERS)
def test_of_the_release_outlive_it(render: Render, name: str) -> None:
    spec = the(render(), "StatefulSet", f"pw-{name}")["spec"]
    assert spec["persistentVolumeClaimRetentionPolicy"] == {"whenDeleted": "Retain", "whenScaled": "Retain"}


def test_of_the_release_sort_by_code_point(render: Render) -> None:
    (container,) = the(render(), "StatefulSet", "pw-postgresql")["spec"]["template"]["spec"]["containers"]
    given = {each["name"]: each["value"] for each in container["env"]}
    assert "--locale-provider=builtin --locale=C.UTF-8" in given["POSTGRES_INITDB_ARGS"]


def test_of_the_release_evict_only_what_can_be_missed(render: Render) -> None:
    conf = the(render(), "ConfigMap", "pw-redis")["data"]["redis.conf"].splitlines()
    assert {"maxmemory-policy volatile-lfu", "appendonly yes", "appendfsync everysec"} <= set(conf)


@pytest.mark.parametrize("name", SERVERS)
def test_of_the_release_use_a_claim_of_the_user(render: Render, name: str) -> None:
    spec = the(render(**nested(f"{name}.persistence.existingClaim", "mine")), "StatefulSet", f"pw-{name}")["spec"]
    assert {"name": "data", "persistentVolumeClaim": {"claimName": "mine"}} in spec["template"]["spec"]["volumes"]
    assert "volumeClaimTemplates" not in spec


def test_of_the_user_leave_nothing_of_ours(render: Render) -> None:
    names = {each["metadata"]["name"] for each in render(**EXTERNAL)}
    assert not [name for name in names if "postgresql" in name or "redis" in name]


def test_of_the_user_are_found_by_the_values(render: Render) -> None:
    more = {"externalDatabase": {"port": 6432, "user": "shop", "database": "catalog", "sslMode": "require"}}
    found = settings(render(**merged(EXTERNAL, more, {"externalRedis": {"tls": True, "port": 6380, "database": 3}})))
    assert found["DATABASE_URL"] == "postgresql://shop@db.example.com:6432/catalog?sslmode=require"
    assert found["REDIS_URL"] == "rediss://redis.example.com:6380/3"


def test_of_kept_answers_is_found_and_reached(render: Render) -> None:
    manifests = render(**nested("cacheRedis.host", "cache.example.com"))
    assert settings(manifests)["CACHE_REDIS_URL"] == "redis://cache.example.com:6379/0"
    assert "CACHE_REDIS_URL" not in settings(render())


@pytest.mark.parametrize("key", ["host", "existingSecret"])
@pytest.mark.parametrize(("block", "name"), [("externalDatabase", "postgresql"), ("externalRedis", "redis")])
def test_of_the_user_must_be_named(refusal: Refusal, block: str, name: str, key: str) -> None:
    message = refusal(merged(EXTERNAL, nested(f"{block}.{key}", "")))
    assert f"{name}.enabled is false: set {block}.{key}" in message


@pytest.mark.parametrize(("block", "name"), [("externalDatabase", "postgresql"), ("externalRedis", "redis")])
def test_cannot_be_both(refusal: Refusal, block: str, name: str) -> None:
    assert f"{block}.host is set, yet {name}.enabled is true" in refusal(nested(f"{block}.host", "other.example.com"))
