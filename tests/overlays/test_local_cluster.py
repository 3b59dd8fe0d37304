"""The cluster of `make up`, as kind reads it."""

import yaml

from tests.overlays.overlays import ROOT, values

CLUSTER = yaml.safe_load((ROOT / "kind-config.yaml").read_text())
(NODE,) = CLUSTER["nodes"]


def test_is_a_cluster_of_kind() -> None:
    assert (CLUSTER["kind"], CLUSTER["apiVersion"]) == ("Cluster", "kind.x-k8s.io/v1alpha4")


def test_is_open_to_this_machine_alone() -> None:
    assert {port["listenAddress"] for port in NODE["extraPortMappings"]} == {"127.0.0.1"}


def test_takes_http_and_https_where_nobody_must_be_root() -> None:
    ports = {port["containerPort"]: port["hostPort"] for port in NODE["extraPortMappings"]}
    assert ports == {80: 8080, 443: 8443}


def test_lets_an_ingress_controller_choose_its_node() -> None:
    assert NODE["labels"] == {"ingress-ready": "true"}


def test_pins_no_version_that_moves() -> None:
    assert not NODE.get("image", "").endswith(":latest")


def test_is_reached_at_the_address_of_the_dev_overlay() -> None:
    (port,) = [port["hostPort"] for port in NODE["extraPortMappings"] if port["containerPort"] == 80]
    assert values("dev")["publicUrl"].endswith(f":{port}")
