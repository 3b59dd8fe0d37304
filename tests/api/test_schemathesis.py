"""Schemathesis finds nothing, with all its checks, whoever asks; `make api-fuzz` looks longer, from other seeds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.service import Service

CONFIGURATION = str(Path(__file__).parents[2] / "schemathesis.toml")
PROGRAM = str(Path(sys.executable).parent / "schemathesis")
EXAMPLES, SEED = os.environ.get("API_EXAMPLES", ""), os.environ.get("API_SEED", "1")
ALL = "examples,coverage,fuzzing,stateful"
PHASES = {"admin": ALL, "customer": "fuzzing", "anybody": "fuzzing"}
"""Whoever is turned away at the door is asked less, unless there is time."""


@pytest.fixture(scope="module", autouse=True)
def _catalog(service: Service) -> None:
    service.load_samples()


@pytest.mark.parametrize("role", PHASES)
def test_has_no_finding_asking_as(service: Service, tmp_path: Path, role: str) -> None:
    token = service.token(role)
    command = [PROGRAM, "--config-file", CONFIGURATION, "run", f"{service.url}/api/openapi.json"]
    command += ["--checks", "all", "--continue-on-failure", "--no-color"]
    command += ["--seed", SEED, "--max-examples", EXAMPLES or "3", "--phases", ALL if EXAMPLES else PHASES[role]]
    command += ["--header", f"Authorization: Bearer {token}"] if token else []
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert service.lives()
    assert "Traceback" not in service.said
