"""A scanner of the field finds nothing, but for what is meant."""

import shutil
import subprocess

import pytest

from tests.chart.conftest import Render
from tests.chart.rendering import Values, dumped
from tests.chart.test_manifests import CASES

MEANT = {
    "container-image-pull-policy": "images may be loaded onto nodes; a tag of ours never changes",
    "container-security-context-user-group-id": "the official images of Postgres and Redis run as 999",
    "deployment-has-host-podantiaffinity": "topologySpreadConstraints do it",
    "statefulset-has-servicename": "one pod needs no name of its own; its Service keeps an address over restarts",
}


@pytest.mark.parametrize("values", CASES.values(), ids=CASES.keys())
def test_is_content(render: Render, values: Values) -> None:
    if not shutil.which("kube-score"):
        pytest.skip("no kube-score on the PATH")
    command = ["kube-score", "score", "-", "--kubernetes-version", "v1.34", "--output-format", "ci"]
    command += [f"--ignore-test={each}" for each in MEANT]
    done = subprocess.run(command, input=dumped(render(**values)), capture_output=True, text=True, check=False)
    findings = [line for line in done.stdout.splitlines() if line.startswith(("[CRITICAL]", "[WARNING]"))]
    assert "[OK]" in done.stdout
    assert not findings
