"""The Job that migrates runs when it may have something to do, and only then."""

from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.rendering import Manifest, kinds


def job(render: Render, **values: Any) -> Manifest:
    (found,) = kinds(render(**values), "Job")
    return found


@pytest.mark.parametrize(
    "values",
    [
        {"image": {"tag": "0.2.0"}},
        {"image": {"digest": f"sha256:{0:064}"}},
        {"publicUrl": "https://shop.example.com"},
        {"migrate": {"extraEnv": {"A": "b"}}},
        {"admin": {"existingSecret": "my-admin"}},
    ],
    ids=str,
)
def test_is_another_when_its_pod_is(render: Render, values: Manifest) -> None:
    assert job(render, **values)["metadata"]["name"] != job(render)["metadata"]["name"]


@pytest.mark.parametrize(
    "values", [{"api": {"replicas": 5}}, {"rateLimit": {"rps": 9}}, {"operator": {"resyncSeconds": 90}}], ids=str
)
def test_is_the_same_when_its_pod_is(render: Render, values: Manifest) -> None:
    assert job(render, **values) == job(render)


def test_is_no_hook_since_hooks_wait_for_what_waits_for_them(render: Render) -> None:
    assert "annotations" not in job(render)["metadata"]


def test_makes_the_first_admin_too(render: Render) -> None:
    (container,) = job(render)["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["python", "manage.py", "prepare_database"]
    given = {each["name"]: each["value"] for each in container["env"]}
    assert given["ADMIN_PASSWORD_FILE"] == "/run/secrets/productwatch/admin-password"
