"""A heartbeat is young, old, or not there; the probe says which."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest


def probe(path: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "productwatch.platform.heartbeat", "--file", str(path), *options]
    environment = {"PYTHONPATH": "app", "PATH": os.environ["PATH"]}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "heartbeat"
    path.touch()
    return path


def test_that_is_young_passes(path: Path) -> None:
    assert probe(path).returncode == 0


def test_that_is_old_fails(path: Path) -> None:
    old = time.time() - 61
    os.utime(path, (old, old))
    failed = probe(path, "--max-age", "60")
    assert (failed.returncode, "61 s old" in failed.stderr) == (1, True)


def test_that_is_not_there_fails(tmp_path: Path) -> None:
    assert probe(tmp_path / "none").returncode == 1
