"""Secrets are made by the operator or are the user's own; the chart only names them."""

import json

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import Manifest, Values, containers, kinds, merged, nested, pods, the
from tests.chart.workloads import APP, EXTERNAL, OWN_SECRETS, WITHOUT_OPERATOR

FILES = {"database-password", "redis-password", "secret-key", "data-key", "signing-keys.json"}


def sources(pod: Manifest) -> dict[str, dict[str, str]]:
    """The Secrets of a pod of the application: names, and which key becomes which file."""
    (volume,) = [each for each in pod["spec"]["volumes"] if each["name"] == "secrets"]
    secrets = [each["secret"] for each in volume["projected"]["sources"]]
    return {each["name"]: {item["key"]: item["path"] for item in each["items"]} for each in secrets}


def test_are_in_no_template(render: Render) -> None:
    assert not kinds(render(), "Secret")


def test_reach_no_environment(render: Render) -> None:
    rendered = [container for pod in pods(render()).values() for container in containers(pod)]
    assert "secretKeyRef" not in json.dumps(rendered)
    assert "secretRef" not in json.dumps(rendered)


@pytest.mark.parametrize("workload", [name for name in APP if name != "migrate"])
def test_are_files_of_each_pod_of_the_application(render: Render, workload: str) -> None:
    found = sources(pods(render())[workload])
    assert {path for items in found.values() for path in items.values()} == FILES


def test_hold_the_admins_password_for_the_migration_alone(render: Render) -> None:
    holders = {name for name, pod in pods(render()).items() if "pw-admin" in json.dumps(pod)}
    assert holders == {"migrate"}


def test_may_hold_a_key_of_sendgrid_that_is_not_there_yet(render: Render) -> None:
    (volume,) = [
        each
        for each in pods(render(sendgrid={"existingSecret": "mail"}))["worker-default"]["spec"]["volumes"]
        if each["name"] == "secrets"
    ]
    (source,) = [each["secret"] for each in volume["projected"]["sources"] if each["secret"]["name"] == "mail"]
    assert source["optional"] is True
    assert source["items"] == [{"key": "api-key", "path": "sendgrid-api-key"}]


def test_of_the_user_take_the_place_of_those_that_are_made(render: Render) -> None:
    found = pods(render(**WITHOUT_OPERATOR))
    assert set(sources(found["api"])) == {"my-postgres", "my-redis", "my-keys", "my-ring"}
    assert "my-admin" in sources(found["migrate"])


def test_have_the_keys_that_the_user_names(render: Render) -> None:
    application = {"existingSecret": "my-keys", "secretKeyKey": "a", "dataKeyKey": "b"}
    assert sources(pods(render(secrets={"application": application}))["api"])["my-keys"] == {
        "a": "secret-key",
        "b": "data-key",
    }


@pytest.mark.parametrize(
    "key",
    [
        "secrets.application.existingSecret",
        "secrets.signingKeys.existingSecret",
        "admin.existingSecret",
        "postgresql.auth.existingSecret",
        "redis.auth.existingSecret",
    ],
)
def test_must_be_named_where_no_operator_makes_them(refusal: Refusal, key: str) -> None:
    message = refusal(merged(WITHOUT_OPERATOR, nested(key, "")))
    assert f"operator.enabled is false, so nothing makes Secrets: set {key}" in message
    assert message.count("- operator.enabled") == 1


def test_need_no_operator_where_they_are_named(render: Render) -> None:
    manifests = render(**WITHOUT_OPERATOR)
    assert not [each for each in manifests if each["kind"] in ("Role", "RoleBinding", "SigningKeyRing")]
    assert not [each for each in manifests if "operator" in each["metadata"]["name"]]


@pytest.mark.parametrize(
    "values", [{}, OWN_SECRETS, EXTERNAL, nested("secrets.signingKeys.existingSecret", "my-ring")], ids=str
)
def test_are_just_those_that_the_operator_makes_or_the_user_has(render: Render, values: Values) -> None:
    manifests = render(**values)
    config = the(manifests, "ConfigMap", "pw-operator")["data"]["operator.yaml"]
    made = [name for name in ("pw-postgresql", "pw-redis", "pw-application", "pw-admin") if f"name: {name}\n" in config]
    made += [ring["spec"]["secretName"] for ring in kinds(manifests, "SigningKeyRing")]
    wanted = {name for name in APP for name in sources(pods(manifests)[name])}
    assert wanted - {name for name in wanted if name.startswith("my-")} == set(made)
