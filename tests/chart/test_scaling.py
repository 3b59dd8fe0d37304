"""Pods are counted by the values or by an autoscaler, and leave one at a time."""

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import Values, environment, kinds, merged, nested, pods, the

MAIL = nested("workers.groups.mail", {"replicas": 2, "concurrency": 4, "queues": ["mail"]})


@pytest.mark.parametrize("workload", ["api", "live"])
def test_are_as_many_as_the_values_say(render: Render, workload: str) -> None:
    assert the(render(**{workload: {"replicas": 5}}), "Deployment", f"pw-{workload}")["spec"]["replicas"] == 5


@pytest.mark.parametrize(("workload", "least"), [("api", 2), ("live", 1)])
def test_are_left_to_an_autoscaler(render: Render, workload: str, least: int) -> None:
    manifests = render(**{workload: {"autoscaling": {"enabled": True, "maxReplicas": 7}}})
    assert "replicas" not in the(manifests, "Deployment", f"pw-{workload}")["spec"]
    scaler = the(manifests, "HorizontalPodAutoscaler", f"pw-{workload}")["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (least, 7)
    assert scaler["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"pw-{workload}"}


def test_of_the_stream_hold_as_many_open_as_the_values_say(render: Render) -> None:
    assert environment(pods(render(live={"connections": 7}))["live"])["LIVE_CONNECTIONS"] == "7"


@pytest.mark.parametrize(
    ("values", "budgets"),
    [
        ({}, ["pw-api", "pw-live"]),
        ({"api": {"replicas": 1}}, ["pw-live"]),
        ({"api": {"replicas": 1, "autoscaling": {"enabled": True}}}, ["pw-api", "pw-live"]),
        ({"api": {"autoscaling": {"enabled": True, "minReplicas": 1}}}, ["pw-live"]),
        ({"live": {"replicas": 1}}, ["pw-api"]),
        (MAIL, ["pw-api", "pw-live", "pw-worker-mail"]),
    ],
    ids=str,
)
def test_leave_one_at_a_time_where_there_are_more(render: Render, values: Values, budgets: list[str]) -> None:
    found = kinds(render(**values), "PodDisruptionBudget")
    assert sorted(each["metadata"]["name"] for each in found) == budgets
    assert all(each["spec"]["maxUnavailable"] == 1 for each in found)


def test_of_each_group_serve_its_queues(render: Render) -> None:
    manifests = render(**merged(MAIL, nested("workers.groups.default.queues", ["events", "reports"])))
    found = pods(manifests)
    assert found["worker-mail"]["spec"]["containers"][0]["command"][-1] == "mail"
    assert found["worker-default"]["spec"]["containers"][0]["command"][-1] == "events,reports"
    assert environment(found["worker-mail"])["WORKER_CONCURRENCY"] == "4"
    assert the(manifests, "Deployment", "pw-worker-mail")["spec"]["replicas"] == 2


def test_leave_no_queue_without_a_group(refusal: Refusal) -> None:
    message = refusal(nested("workers.groups.default.queues", ["events", "reports"]))
    assert "workers.groups: no group serves the queue mail" in message


@pytest.mark.parametrize("workload", ["api", "worker-default"])
def test_have_time_to_end_their_work(render: Render, workload: str) -> None:
    block = "api" if workload == "api" else "workers"
    pod = pods(render(**nested(f"{block}.terminationGracePeriodSeconds", 77)))[workload]
    assert pod["spec"]["terminationGracePeriodSeconds"] == 77


@pytest.mark.parametrize("workload", ["api", "live"])
def test_answer_on_while_the_ingress_learns_that_they_go(render: Render, workload: str) -> None:
    pod = pods(render())[workload]["spec"]
    seconds = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert 10 <= seconds <= pod["terminationGracePeriodSeconds"] - 15


def test_spread_over_nodes(render: Render) -> None:
    (spread,) = pods(render())["api"]["spec"]["topologySpreadConstraints"]
    assert (spread["topologyKey"], spread["whenUnsatisfiable"]) == ("kubernetes.io/hostname", "ScheduleAnyway")
