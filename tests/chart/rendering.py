"""Renders of the chart, by Helm's engine in this process or by a helm of the PATH, and what is looked up in them."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

CHART = Path(__file__).parents[2] / "charts/productwatch"
SUBCHARTS = ("postgresql", "redis")
RELEASE, NAMESPACE = "pw", "shop"

Manifest = dict[str, Any]
Values = dict[str, Any]


class Refused(Exception):  # noqa: N818 - the chart's answer, not a failure
    """The chart does not render with these values; the message is what the user reads."""


class Engine(Protocol):
    def manifests(self, values: Values) -> list[Manifest]: ...


class InProcess:
    """Helm 4's engine as a library: a render costs some milliseconds, and the same one is not done twice."""

    def __init__(self) -> None:
        import helm_python  # noqa: PLC0415 - there is no wheel for every machine

        self._helm = helm_python
        self._rendered: dict[str, list[Manifest]] = {}

    def files(self, values: Values) -> dict[str, str]:
        # Loaded anew, since a render leaves a chart without the subcharts that it has switched off.
        try:
            with self._helm.Chart.load(str(CHART)) as chart:
                return dict(chart.render(values, name=RELEASE, namespace=NAMESPACE))
        except self._helm.HelmError as error:
            raise Refused(str(error)) from error

    def manifests(self, values: Values) -> list[Manifest]:
        key = json.dumps(values)
        if key not in self._rendered:
            files = self.files(values)
            self._rendered[key] = [each for name in sorted(files) for each in documents(name, files[name])]
        return self._rendered[key]


@dataclass(frozen=True)
class CommandLine:
    """A helm of the PATH."""

    program: str

    def manifests(self, values: Values) -> list[Manifest]:
        command = [self.program, "template", RELEASE, str(CHART), "--namespace", NAMESPACE, "--values", "-"]
        done = subprocess.run(command, input=json.dumps(values), capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(done.stderr)
        return documents("all.yaml", done.stdout)


def documents(name: str, text: str) -> list[Manifest]:
    return [each for each in yaml.load_all(text, Loader=yaml.CSafeLoader) if each] if name.endswith(".yaml") else []


def dumped(manifests: list[Manifest]) -> str:
    return yaml.safe_dump_all(manifests)


def the(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    return next(each for each in manifests if (each["kind"], each["metadata"]["name"]) == (kind, name))


def kinds(manifests: list[Manifest], kind: str) -> list[Manifest]:
    return [each for each in manifests if each["kind"] == kind]


def pods(manifests: list[Manifest]) -> dict[str, Manifest]:
    """The pods that a render makes, as {metadata, spec}, by the name of their workload."""
    found = [each for each in manifests if each["kind"] == "Pod"]
    found += [each["spec"]["template"] for each in manifests if "template" in each.get("spec", {})]
    return {pod["metadata"]["labels"]["app.kubernetes.io/component"]: pod for pod in found}


def containers(pod: Manifest) -> list[Manifest]:
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def environment(pod: Manifest) -> dict[str, Any]:
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in pod["spec"]["containers"][0]["env"]}


def nested(key: str, value: Any) -> Values:
    """`a.b` and 1 as {"a": {"b": 1}}."""
    for name in reversed(key.split(".")):
        value = {name: value}
    return dict(value)


def merged(*many: Mapping[str, Any]) -> Values:
    """Values laid over each other, as Helm does."""
    result: Values = {}
    for values in many:
        for name, value in values.items():
            both = isinstance(value, Mapping) and isinstance(result.get(name), Mapping)
            result[name] = merged(result[name], value) if both else value
    return result


def schemas() -> Iterator[tuple[str, Values, Values]]:
    """Key (with its dot), values and schema of the chart and of its subcharts."""
    for prefix, folder in [("", CHART), *((f"{name}.", CHART / "charts" / name) for name in SUBCHARTS)]:
        values = yaml.safe_load((folder / "values.yaml").read_text())
        yield prefix, values, json.loads((folder / "values.schema.json").read_text())
