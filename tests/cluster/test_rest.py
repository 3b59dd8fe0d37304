"""A release at rest has restarted nothing, complains of nothing, and takes little memory."""

import json
import logging
import re
from typing import Any

from tests.cluster.complaints import complaints
from tests.cluster.kubectl import Namespace, run
from tests.cluster.release import Release
from tests.cluster.waiting import eventually

logger = logging.getLogger("cluster")

GIBIBYTE = 2**30
UNITS = {"": 1, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
METRICS = "/apis/metrics.k8s.io/v1beta1/namespaces/{}/pods?labelSelector=app.kubernetes.io/instance=pw"


def test_has_restarted_nothing(release: Release) -> None:
    assert not any(release.namespace.restarts().values())


def test_complains_of_nothing(release: Release) -> None:
    assert complaints(release.namespace) == []


def test_passes_its_own_test(release: Release) -> None:
    assert re.search(r"Phase:\s+Succeeded", release.test())


def test_takes_less_than_a_gibibyte(release: Release) -> None:
    running = {pod.name for pod in release.namespace.pods() if pod.is_ready}
    used = eventually("all is measured", lambda: measured(release.namespace, running), within=90)
    for name, size in sorted(used.items()):
        logger.info("%4.0f MiB %s", size / 2**20, name)
    assert sum(used.values()) < GIBIBYTE, used


def measured(namespace: Namespace, pods: set[str]) -> dict[str, int]:
    """Bytes of memory by pod, once every one of the pods is measured."""
    items: list[dict[str, Any]] = json.loads(run("kubectl", "get", "--raw", METRICS.format(namespace.name)))["items"]
    used = {item["metadata"]["name"]: sum(bytes_of(row) for row in item["containers"]) for item in items}
    return used if pods <= used.keys() else {}


def bytes_of(container: dict[str, Any]) -> int:
    number, unit = re.fullmatch(r"(\d+)(\D*)", container["usage"]["memory"]).groups()  # type: ignore[union-attr]
    return int(number) * UNITS[unit]
