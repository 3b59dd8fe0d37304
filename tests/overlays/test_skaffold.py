"""skaffold.yaml, and the image that `skaffold dev` reloads."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.rendering import InProcess, Manifest, containers, merged, pods
from tests.overlays.overlays import HELM, ROOT, documents, said, values

CONFIG = yaml.safe_load((ROOT / "skaffold.yaml").read_text())
(DEV,) = [profile for profile in CONFIG["profiles"] if profile["name"] == "dev"]
QUIET = ("--update-check=false", "--interactive=false")
LAUNCHER = ROOT / "k8s/reloading/python"
RUNS_ON = ("serve", "worker", "beat", "flush_visits", "stream_visits", "productwatch_operator")


def releases(pipeline: dict[str, Any]) -> list[dict[str, Any]]:
    return list(pipeline["deploy"]["helm"]["releases"])


def artifacts(pipeline: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["image"]: each for each in pipeline["build"]["artifacts"]}


@pytest.fixture
def reloading() -> list[Manifest]:
    pytest.importorskip("helm_python", reason="no wheel of Helm's engine for this machine")
    files = [yaml.safe_load((ROOT / name).read_text()) for name in releases(DEV)[0]["valuesFiles"]]
    return InProcess().manifests(merged(*files))


@pytest.mark.parametrize("pipeline", [CONFIG, DEV], ids=["run", "dev"])
def test_gives_the_release_each_image_that_it_builds(pipeline: dict[str, Any]) -> None:
    (release,) = releases(pipeline)
    named = json.dumps(release["setValueTemplates"])
    for image in artifacts(pipeline):
        assert f"IMAGE_REPO_{image.replace('/', '_')}" in named


@pytest.mark.parametrize("pipeline", [CONFIG, DEV], ids=["run", "dev"])
def test_builds_targets_that_the_dockerfile_has(pipeline: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    for artifact in artifacts(pipeline).values():
        assert f" AS {artifact['docker']['target']}\n" in dockerfile


def test_ships_what_it_runs_and_reloads_only_in_dev() -> None:
    assert set(artifacts(CONFIG)) == {"productwatch/app", "productwatch/operator"}
    assert [profile["name"] for profile in CONFIG["profiles"] if {"command": "dev"} in profile["activation"]] == ["dev"]


def test_keeps_the_reloading_pods_read_only_but_for_their_code(reloading: list[Manifest]) -> None:
    for name, pod in pods(reloading).items():
        for container in containers(pod):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            if name not in ("postgresql", "redis"):
                assert {"name": "code", "mountPath": "/srv/productwatch"} in container["volumeMounts"]


def test_starts_anew_all_that_keeps_running(reloading: list[Manifest]) -> None:
    launcher = LAUNCHER.read_text()
    running = {pod["spec"]["containers"][0]["command"][2] for pod in pods(reloading).values() if runs_on(pod)}
    assert running == set(RUNS_ON)
    assert all(name in launcher for name in running)


def runs_on(pod: Manifest) -> bool:
    return "restartPolicy" not in pod["spec"] and pod["spec"]["containers"][0].get("command", [""])[0] == "python"


def test_has_a_launcher_that_the_shell_understands() -> None:
    assert LAUNCHER.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(LAUNCHER)], check=False).returncode == 0


@pytest.mark.parametrize("profile", ["", "dev"])
def test_is_understood_by_skaffold(profile: str, tmp_path: Path) -> None:
    chosen = ("-p", profile) if profile else ()
    shown = yaml.safe_load(said("skaffold", "diagnose", "--yaml-only", *chosen, *QUIET, HOME=str(tmp_path)))
    assert set(artifacts(shown)) == set(artifacts(DEV if profile else CONFIG))


def test_renders_what_it_would_install(tmp_path: Path) -> None:
    """Without a build: a tag is what the digest of the files gives."""
    rendering = said(
        "skaffold", "render", "--digest-source=tag", "--offline", *QUIET, needs=(HELM,), HOME=str(tmp_path)
    )
    ours = {container["image"] for pod in pods(documents(rendering)).values() for container in containers(pod)}
    assert {image.split(":")[0] for image in ours} >= set(artifacts(CONFIG))
    assert values("dev")["publicUrl"] in rendering
