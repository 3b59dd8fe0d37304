"""A wrong configuration ends the operator with one line that says what to set."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from productwatch_operator.configuration import ConfigurationError, Environment, environment, load

OPERATOR = Path(__file__).parents[2] / "operator"
GOOD: dict[str, Any] = {
    "namespace": "shop",
    "release": "pw",
    "owner": {"kind": "ConfigMap", "name": "pw-settings"},
    "publicUrl": "http://shop.example",
    "verifiers": {"selector": "app=pw,component=api", "port": 9000},
    "secrets": [
        {"name": "pw-a", "keep": True, "keys": {"key": {"random": 32}, "user": {"value": "shop"}}},
        {"name": "pw-b", "keep": False, "keys": {"key": {"random": 64}}, "refuseIfClaimExists": "data"},
    ],
}


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "operator.yaml"
    path.write_text(yaml.safe_dump(GOOD | changes))
    return path


def test_is_read_as_the_chart_writes_it(tmp_path: Path) -> None:
    configuration = load(written(tmp_path))
    assert configuration.verifiers.labels == {"app": "pw", "component": "api"}
    assert [secret.refuse_if_claim_exists for secret in configuration.secrets] == [None, "data"]
    assert configuration.resync_seconds == 60


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (
            {"secrets": [{"name": "a", "keep": True, "keys": {"key": {"random": 4}}}]},
            r"secrets\[0\].keys\[\.\.\.\].random",
        ),
        ({"secrets": [{"name": "a", "keep": True, "keys": {"key": {}}}]}, "either `random` or `value`"),
        ({"secrets": [{"name": "a", "keep": "yes", "keys": {"key": {"random": 32}}}]}, r"secrets\[0\].keep"),
        ({"secrets": [{"name": "A_B", "keep": True, "keys": {"key": {"random": 32}}}]}, r"secrets\[0\].name"),
        ({"verifiers": {"selector": "app in (a, b)", "port": 9000}}, "verifiers.selector"),
        ({"verifiers": {"selector": "app=pw", "port": 0}}, "verifiers.port"),
        ({"publicUrl": "http://shop.example/"}, "publicUrl"),
        ({"owner": {"kind": "Pod", "name": "a"}}, "owner.kind"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_names_what_is_wrong(tmp_path: Path, change: dict[str, Any], names: str) -> None:
    with pytest.raises(ConfigurationError, match=names) as error:
        load(written(tmp_path, **change))
    assert "\n" not in str(error.value)


def test_names_the_file_that_is_missing() -> None:
    with pytest.raises(ConfigurationError, match="OPERATOR_CONFIG=/nowhere cannot be read: No such file"):
        load(Path("/nowhere"))


def test_names_the_file_that_is_no_yaml(tmp_path: Path) -> None:
    broken = tmp_path / "operator.yaml"
    broken.write_text("release: [")
    with pytest.raises(ConfigurationError, match=r"operator\.yaml"):
        load(broken)


def test_takes_ports_from_the_environment() -> None:
    assert environment({"OPERATOR_CONFIG": "x", "INTERNAL_PORT": "9100", "LOG_LEVEL": ""}) == Environment(
        "x", internal_port=9100
    )


@pytest.mark.parametrize("variables", [{}, {"OPERATOR_CONFIG": "x", "LOG_FORMAT": "xml"}])
def test_refuses_an_environment_that_it_does_not_know(variables: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"OPERATOR_CONFIG|LOG_FORMAT"):
        environment(variables)


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({}, "productwatch-operator: environment: Object missing required field `OPERATOR_CONFIG`\n"),
        (
            {"OPERATOR_CONFIG": "/no"},
            "productwatch-operator: OPERATOR_CONFIG=/no cannot be read: No such file or directory\n",
        ),
    ],
)
def test_ends_the_process(variables: dict[str, str], line: str) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(OPERATOR)} | variables
    ended = subprocess.run(
        [sys.executable, "-m", "productwatch_operator"], env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (1, line)
