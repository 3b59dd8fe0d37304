"""The overlays as they render, and the tools that some of them need."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.rendering import Manifest

ROOT = Path(__file__).parents[2]
OVERLAYS = ("dev", "staging", "production")
FOLDER = ROOT / "k8s/overlays"
HELM = "helm"


def values(overlay: str) -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / overlay / "values.yaml").read_text()))


def kustomization(overlay: str) -> Manifest:
    return dict(yaml.safe_load((FOLDER / overlay / "kustomization.yaml").read_text()))


def built(overlay: str) -> list[Manifest]:
    """What `kustomize build` makes of an overlay."""
    return documents(said("kustomize", "build", "--enable-helm", str(FOLDER / overlay), needs=(HELM,)))


def documents(text: str) -> list[Manifest]:
    return [each for each in yaml.load_all(text, Loader=yaml.CSafeLoader) if each]


def said(program: str, *arguments: str, needs: tuple[str, ...] = (), **environment: str) -> str:
    """The output of a tool; the test is skipped where it, or one that it calls, is not on the PATH."""
    for name in (program, *needs):
        if not shutil.which(name):
            pytest.skip(f"no {name} on the PATH")
    done = subprocess.run(
        [program, *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
