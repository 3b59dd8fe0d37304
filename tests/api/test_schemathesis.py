"""Schemathesis finds nothing, with all its checks, whoever asks; `make api-fuzz` looks longer, from other seeds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.service import Service

CONFIGURATION = str(Path(__file__).parents[2] / "schemathesis.toml")
HOOKS = str(Path(__file__).parent / "schemathesis_hooks.py")
PROGRAM = str(Path(sys.executable).parent / "schemathesis")
EXAMPLES, SEED = os.environ.get("API_EXAMPLES", ""), os.environ.get("API_SEED", "1")
ALL = "examples,coverage,fuzzing,stateful"
PHASES = {"admin": ALL, "customer": "fuzzing", "anybody": "fuzzing"}
"""Whoever is turned away at the door is asked less, unless there is time."""


@pytest.fixture(scope="module", autouse=True)
def _catalog(service: Service) -> None:
    service.load_samples()


@pytest.mark.timeout(int(EXAMPLES or 10) * 60)
@pytest.mark.parametrize("role", PHASES)
def test_has_no_finding_asking_as(service: Service, tmp_path: Path, role: str) -> None:
    credentials = {"API_CREDENTIALS": json.dumps(service.credentials(role))} if service.credentials(role) else {}
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "API_URL": service.url, **credentials}
    command = [PROGRAM, "--config-file", CONFIGURATION, "run", f"{service.url}/api/openapi.json"]
    command += ["--checks", "all", "--continue-on-failure", "--no-color"]
    command += ["--seed", SEED, "--max-examples", EXAMPLES or "1", "--phases", ALL if EXAMPLES else PHASES[role]]
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    print(*found.stdout.splitlines()[-20:], sep="\n")  # noqa: T201 - how many cases there were; -rP shows it
    assert found.returncode == 0, found.stdout + found.stderr
    assert service.lives()
    assert "Traceback" not in service.said
