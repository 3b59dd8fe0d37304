"""What holds for every pod of a release, whichever it is."""

import pytest

from tests.chart.conftest import Render
from tests.chart.rendering import Manifest, containers, environment, merged, nested, pods
from tests.chart.workloads import ALL, APP, LASTING, OURS, block

VOLUMES = {"emptyDir", "projected", "secret", "configMap", "persistentVolumeClaim"}
RESTRICTED = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
QUANTITIES = {"cpu", "memory", "ephemeral-storage"}
DEFAULTS = {"podAnnotations": {"a": "default", "b": "default"}, "podLabels": {"a": "default", "b": "default"}}
DEFAULTS |= {"nodeSelector": {"a": "default", "b": "default"}, "extraEnv": {"A": "default", "B": "default"}}
OWN = {
    "podAnnotations": {"a": "own"},
    "podLabels": {"a": "own"},
    "nodeSelector": {"a": "own"},
    "extraEnv": {"A": "own"},
}


@pytest.fixture(scope="module")
def bare(render: Render) -> dict[str, Manifest]:
    return pods(render())


def test_is_known_to_these_tests(bare: dict[str, Manifest]) -> None:
    assert sorted(bare) == sorted(ALL)


@pytest.mark.parametrize("workload", ALL)
def test_is_restricted(bare: dict[str, Manifest], workload: str) -> None:
    spec = bare[workload]["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert {"hostNetwork", "hostPID", "hostIPC"}.isdisjoint(spec)
    assert {kind for volume in spec["volumes"] for kind in volume if kind != "name"} <= VOLUMES
    for container in containers(bare[workload]):
        assert container["securityContext"] == RESTRICTED


@pytest.mark.parametrize("workload", ALL)
def test_says_what_it_needs_and_may_take(bare: dict[str, Manifest], workload: str) -> None:
    for container in containers(bare[workload]):
        assert set(container["resources"]["requests"]) == QUANTITIES
        assert set(container["resources"]["limits"]) == QUANTITIES


@pytest.mark.parametrize("workload", OURS)
def test_ends_when_told_so_also_while_it_starts(bare: dict[str, Manifest], workload: str) -> None:
    assert bare[workload]["spec"]["shareProcessNamespace"] is True


@pytest.mark.parametrize("workload", LASTING)
def test_is_probed(bare: dict[str, Manifest], workload: str) -> None:
    (container,) = bare[workload]["spec"]["containers"]
    assert {"startupProbe", "livenessProbe"} <= set(container)


@pytest.mark.parametrize("workload", ALL)
def test_has_a_token_only_as_the_operator(bare: dict[str, Manifest], workload: str) -> None:
    assert bare[workload]["spec"]["automountServiceAccountToken"] is (workload == "operator")


def test_has_a_service_account_that_gives_no_token_unasked(render: Render) -> None:
    manifests = render()
    accounts = {each["metadata"]["name"]: each for each in manifests if each["kind"] == "ServiceAccount"}
    assert {pod["spec"]["serviceAccountName"] for pod in pods(manifests).values()} == set(accounts)
    assert not any(each["automountServiceAccountToken"] for each in accounts.values())


@pytest.mark.parametrize("workload", ALL)
def test_keeps_its_labels_from_version_to_version(bare: dict[str, Manifest], workload: str) -> None:
    assert {"app.kubernetes.io/version", "helm.sh/chart"}.isdisjoint(bare[workload]["metadata"]["labels"])


@pytest.mark.parametrize("workload", [name for name in APP if name != "migrate"])
def test_waits_until_the_database_is_migrated(bare: dict[str, Manifest], workload: str) -> None:
    (wait,) = bare[workload]["spec"]["initContainers"]
    assert wait["command"] == ["python", "manage.py", "wait_for_database", "--migrated"]


@pytest.mark.parametrize("workload", OURS)
def test_starts_anew_when_its_settings_change(render: Render, bare: dict[str, Manifest], workload: str) -> None:
    name = "checksum/config" if workload == "operator" else "checksum/settings"
    changed = pods(render(publicUrl="https://shop.example.com"))[workload]
    assert changed["metadata"]["annotations"][name] != bare[workload]["metadata"]["annotations"][name]


@pytest.mark.parametrize("workload", OURS)
def test_has_its_own_block_over_the_defaults(render: Render, workload: str) -> None:
    pod = pods(render(**merged({"defaults": DEFAULTS}, block(workload, **OWN))))[workload]
    both = {"a": "own", "b": "default"}
    assert both.items() <= pod["metadata"]["annotations"].items()
    assert both.items() <= pod["metadata"]["labels"].items()
    assert pod["spec"]["nodeSelector"] == both
    assert {"A": "own", "B": "default"}.items() <= environment(pod).items()


@pytest.mark.parametrize("workload", OURS)
def test_keeps_the_other_resources_where_its_block_names_one(
    render: Render, bare: dict[str, Manifest], workload: str
) -> None:
    before = containers(bare[workload])[-1]["resources"]
    pod = pods(render(**block(workload, resources={"limits": {"memory": "999Mi"}})))[workload]
    assert containers(pod)[-1]["resources"] == merged(before, {"limits": {"memory": "999Mi"}})


@pytest.mark.parametrize("workload", OURS)
def test_has_lists_of_its_block_instead_of_the_default(render: Render, workload: str) -> None:
    defaults, own = [{"key": "a", "operator": "Exists"}], [{"key": "b", "operator": "Exists"}]
    pod = pods(render(**merged({"defaults": {"tolerations": defaults}}, block(workload, tolerations=own))))[workload]
    assert pod["spec"]["tolerations"] == own


@pytest.mark.parametrize("workload", OURS)
def test_has_the_same_block_everywhere_in_its_pod(render: Render, workload: str) -> None:
    node = {"valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
    for container in containers(pods(render(**block(workload, extraEnv={"NODE": node})))[workload]):
        assert {"name": "NODE", **node} in container["env"]


@pytest.mark.parametrize("workload", OURS)
def test_names_each_variable_once(render: Render, workload: str) -> None:
    pod = pods(render(**block(workload, extraEnv={"LOG_LEVEL": "DEBUG", "WORKER_CONCURRENCY": 9})))[workload]
    for container in containers(pod):
        names = [each["name"] for each in container["env"]]
        assert len(names) == len(set(names))


def test_of_a_group_takes_from_workers_what_its_group_leaves_out(render: Render) -> None:
    workers = nested("workers.podLabels", {"a": "workers", "b": "workers"})
    group = nested("workers.groups.default.podLabels", {"b": "group"})
    labels = pods(render(**merged(workers, group)))["worker-default"]["metadata"]["labels"]
    assert {"a": "workers", "b": "group"}.items() <= labels.items()
