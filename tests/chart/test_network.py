"""Traffic flows between the pods of a release just where this page says."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.rendering import Manifest, kinds, nested, pods
from tests.chart.workloads import ALL, APP, EXTERNAL

FLOWS = {
    *((source, server, server) for source in APP for server in ("postgresql", "redis")),
    ("round-trip", "api", "http"),
    ("operator", "api", "internal"),
}
"""From which workload to which, on which port; all else is denied."""


def matches(selector: Manifest, labels: dict[str, str]) -> bool:
    return set(selector) == {"matchLabels"} and selector["matchLabels"].items() <= labels.items()


def allows(rule: Manifest, side: str, labels: dict[str, str], port: Manifest) -> bool:
    """Whether a rule of a NetworkPolicy lets pods of the same namespace through."""
    peers = rule.get(side)
    among = peers is None or any("podSelector" in each and matches(each["podSelector"], labels) for each in peers)
    ports = rule.get("ports")
    return among and (ports is None or any(each["port"] in port.values() for each in ports))


def flows(manifests: list[Manifest]) -> Iterator[tuple[str, str, str]]:
    found = {name: pod["metadata"]["labels"] for name, pod in pods(manifests).items()}
    rules: dict[str, dict[str, list[Any]]] = {name: {"ingress": [], "egress": []} for name in found}
    for policy in kinds(manifests, "NetworkPolicy"):
        for name, labels in found.items():
            if matches(policy["spec"]["podSelector"], labels):
                for way in ("ingress", "egress"):
                    rules[name][way] += policy["spec"].get(way, [])
    for name, pod in pods(manifests).items():
        for port in pod["spec"]["containers"][0].get("ports", []):
            where = {"name": port["name"], "number": port["containerPort"]}
            for source, labels in found.items():
                out = any(allows(each, "to", found[name], where) for each in rules[source]["egress"])
                if out and any(allows(each, "from", labels, where) for each in rules[name]["ingress"]):
                    yield source, name, port["name"]


def test_between_the_parts_is_what_they_need_of_each_other(render: Render) -> None:
    assert set(flows(render())) == FLOWS


@pytest.mark.parametrize("workload", ALL)
def test_to_and_from_each_pod_is_denied_unless_allowed(render: Render, workload: str) -> None:
    manifests = render()
    labels = pods(manifests)[workload]["metadata"]["labels"]
    policies = [
        each["spec"] for each in kinds(manifests, "NetworkPolicy") if matches(each["spec"]["podSelector"], labels)
    ]
    assert {way for each in policies for way in each["policyTypes"]} == {"Ingress", "Egress"}
    assert len(policies) >= 2


def rules(render: Render, workload: str, way: str, **values: Any) -> list[Manifest]:
    (policy,) = [
        each for each in kinds(render(**values), "NetworkPolicy") if each["metadata"]["name"] == f"pw-{workload}"
    ]
    return list(policy["spec"][way])


def test_to_the_api_comes_from_the_ingress_controller(render: Render) -> None:
    (rule,) = [each for each in rules(render, "api", "ingress") if each["ports"] == [{"port": "http"}]]
    expression = rule["from"][1]["namespaceSelector"]["matchExpressions"]
    assert expression == [
        {"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["ingress-nginx", "ingress"]}
    ]


def test_to_the_stream_comes_from_where_it_comes_to_the_api(render: Render) -> None:
    given = {"networkPolicy": {"ingressCidrs": ["10.0.0.0/8"]}}
    (to_api,), (to_stream,) = (
        [each for each in rules(render, workload, "ingress", **given) if each["ports"] == [{"port": "http"}]]
        for workload in ("api", "live")
    )
    assert to_stream == to_api


def test_to_the_api_may_come_from_further_networks(render: Render) -> None:
    given = rules(render, "api", "ingress", networkPolicy={"ingressCidrs": ["10.0.0.0/8"]})
    assert {"ipBlock": {"cidr": "10.0.0.0/8"}} in given[0]["from"]


def test_to_metrics_comes_from_the_named_namespaces_alone(render: Render) -> None:
    for workload in ("api", "live", "worker-default", "flusher", "beat", "operator"):
        (rule,) = [each for each in rules(render, workload, "ingress") if each["ports"] == [{"port": 9000}]]
        values = rule["from"][0]["namespaceSelector"]["matchExpressions"][0]["values"]
        assert values == ["monitoring", "observability"]


def test_to_sendgrid_leaves_the_workers_alone(render: Render) -> None:
    leaving = {name: rules(render, name, "egress") for name in APP}
    assert {name for name, found in leaving.items() if {"ports": [{"port": 443}]} in found} == {"worker-default"}


@pytest.mark.parametrize(("url", "port"), [("http://sink:8025", 8025), ("http://sink", 80), ("https://sink", 443)])
def test_to_sendgrid_takes_the_port_of_its_url(render: Render, url: str, port: int) -> None:
    assert {"ports": [{"port": port}]} in rules(render, "worker-default", "egress", sendgrid={"url": url})


def test_to_servers_of_the_user_takes_their_ports(render: Render) -> None:
    found = rules(render, "flusher", "egress", **EXTERNAL)
    assert found == [{"ports": [{"port": 5432}]}, {"ports": [{"port": 6379}]}]


def test_to_a_collector_takes_its_port(render: Render) -> None:
    found = rules(render, "beat", "egress", telemetry={"otlpEndpoint": "http://collector:4318"})
    assert {"ports": [{"port": 4318}]} in found


@pytest.mark.parametrize("name", ["postgresql", "redis"])
def test_to_a_server_may_come_from_elsewhere(render: Render, name: str) -> None:
    more = {"from": [{"podSelector": {"matchLabels": {"a": "b"}}}]}
    found = rules(render, name, "ingress", **nested(f"{name}.networkPolicy.extraIngress", [more]))
    assert more in found


def test_is_free_where_that_is_asked_for(render: Render) -> None:
    off = {"networkPolicy": {"enabled": False}}
    assert not kinds(render(**off, postgresql=off, redis=off), "NetworkPolicy")
