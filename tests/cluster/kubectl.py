"""kubectl in one namespace: what it prints, parsed, or its own words on why it failed."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Manifest = dict[str, Any]

SCRAPE = "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:9000/metrics').read().decode())"


class CommandFailed(Exception):  # noqa: N818 - said of the command
    """A program ended with an error; the text holds what it said."""


def run(*command: str, stdin: str = "", timeout: float = 120) -> str:
    """What the program prints; CommandFailed where it fails or takes longer than `timeout` seconds."""
    shown = " ".join(command[:12])
    try:
        ended = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        message = f"{shown} did not end within {timeout:.0f} s"
        raise CommandFailed(message) from None
    if ended.returncode != 0:
        message = f"{shown} ended with {ended.returncode}:\n{ended.stderr}{ended.stdout}"
        raise CommandFailed(message)
    return ended.stdout


@dataclass(frozen=True, slots=True)
class Pod:
    """What the API server knows of a pod."""

    manifest: Manifest

    @property
    def name(self) -> str:
        return str(self.manifest["metadata"]["name"])

    @property
    def component(self) -> str:
        return str(self.manifest["metadata"].get("labels", {}).get("app.kubernetes.io/component", ""))

    @property
    def is_ready(self) -> bool:
        conditions = {row["type"]: row["status"] for row in self.manifest["status"].get("conditions", [])}
        return conditions.get("Ready") == "True" and not self.is_ending

    @property
    def is_ending(self) -> bool:
        return "deletionTimestamp" in self.manifest["metadata"]

    @property
    def is_done(self) -> bool:
        return bool(self.manifest["status"].get("phase") == "Succeeded")

    @property
    def node(self) -> str:
        """Where it runs; empty where that is not decided."""
        return str(self.manifest["spec"].get("nodeName", ""))

    @property
    def restarts(self) -> int:
        return sum(row["restartCount"] for row in self._containers())

    def _containers(self) -> Iterator[Manifest]:
        for kind in ("initContainerStatuses", "containerStatuses"):
            yield from self.manifest["status"].get(kind, [])


@dataclass(frozen=True, slots=True)
class Namespace:
    """One namespace of the cluster of the kubeconfig."""

    name: str

    def kubectl(self, *arguments: str, stdin: str = "", timeout: float = 120) -> str:
        return run("kubectl", "--namespace", self.name, *arguments, stdin=stdin, timeout=timeout)

    def make(self) -> None:
        """Afresh, and with the strictest Pod Security: a pod that is not restricted is refused."""
        self.delete()
        labels = {"pod-security.kubernetes.io/enforce": "restricted"}
        manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.name, "labels": labels}}
        run("kubectl", "create", "--filename", "-", stdin=json.dumps(manifest))

    def delete(self) -> None:
        """Returns when nothing of it is left.

        The pods go first: as long as one is there, Kubernetes may look again only after half of the longest grace.
        """
        for what in ("deployments,statefulsets,jobs", "pods"):
            self.kubectl("delete", what, "--all", "--cascade=foreground", "--timeout=100s")
        run("kubectl", "delete", "namespace", self.name, "--ignore-not-found", "--timeout=60s")

    def apply(self, manifests: Iterable[Manifest]) -> None:
        everything = {"apiVersion": "v1", "kind": "List", "items": list(manifests)}
        self.kubectl("apply", "--filename", "-", stdin=json.dumps(everything))

    def get(self, *what: str) -> Any:
        return json.loads(self.kubectl("get", *what, "--output", "json"))

    def names(self, *what: str) -> set[str]:
        """`kind/name` of what there is."""
        return set(self.kubectl("get", *what, "--output", "name").split())

    def pods(self, component: str | None = None) -> list[Pod]:
        """The release's pods, the oldest first; those of one component where that is named."""
        labels = "app.kubernetes.io/instance=pw" + (f",app.kubernetes.io/component={component}" if component else "")
        found = self.get("pods", "--selector", labels, "--sort-by", ".metadata.creationTimestamp")
        return [Pod(item) for item in found["items"]]

    def restarts(self) -> dict[str, int]:
        return {pod.name: pod.restarts for pod in self.pods()}

    def logs(self, pod: str) -> list[str]:
        return self.kubectl("logs", pod, "--all-containers", "--tail=-1").splitlines()

    def python(self, where: str, program: str, *arguments: str, timeout: float = 60) -> str:
        """Runs a Python program inside a pod of ours."""
        return self.kubectl("exec", where, "--", "python", "-c", program, *arguments, timeout=timeout)

    def figure(self, component: str, metric: str) -> float:
        """The sum of a metric over the pods of a component; `metric` is its name, with labels as it is shown."""
        shown = "\n".join(self.python(pod.name, SCRAPE) for pod in self.pods(component) if pod.is_ready)
        found = re.findall(rf"^{re.escape(metric)} (\S+)$", shown, re.MULTILINE)
        return sum(map(float, found))

    def manage(self, *arguments: str) -> str:
        """Runs a command of manage.py in an api pod."""
        where = ("deployment/pw-api", "--container", "api")
        return self.kubectl("exec", *where, "--", "python", "manage.py", *arguments)

    def kill(self, pod: str) -> None:
        """Without a word of warning to it."""
        self.kubectl("delete", "pod", pod, "--grace-period=0", "--force", "--wait=false")

    @contextmanager
    def away(self, stateful_set: str) -> Iterator[None]:
        """The server is gone, and comes back at the end."""
        self.kubectl("scale", "statefulset", stateful_set, "--replicas=0")
        try:
            self.kubectl("wait", "--for=delete", f"pod/{stateful_set}-0", "--timeout=90s")
            yield
        finally:
            self.kubectl("scale", "statefulset", stateful_set, "--replicas=1")
        self.kubectl("rollout", "status", f"statefulset/{stateful_set}", "--timeout=90s")
