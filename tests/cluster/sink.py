"""The sink of the mails: a pod beside the release that SENDGRID_URL points at, asked through a forwarded port."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx

from tests.cluster.kubectl import Manifest, Namespace
from tests.cluster.sink_server import PORT
from tests.cluster.waiting import eventually
from tests.letters import token_in

NAME = "sendgrid-sink"
VALUES = {"existingSecret": NAME, "url": f"http://{NAME}:{PORT}"}
"""The chart's values under `sendgrid`."""

MAIL_SECONDS = 60

Mail = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sink:
    client: httpx.Client

    def mails(self, about: str) -> list[Mail]:
        """Those with `about` in their subject, the oldest first; of each try, one."""
        found = self.client.get("/mails").raise_for_status().json()
        return [mail for mail in found if about in mail["subject"]]

    @property
    def url(self) -> str:
        """Where all of them are shown."""
        return str(self.client.base_url.join("/mails"))

    def token_for(self, recipient: str) -> str:
        """The code in the latest mail to the recipient, once one has come."""

        def mails() -> list[Mail]:
            found = self.client.get("/mails").raise_for_status().json()
            return [mail for mail in found if mail["to"] == recipient]

        latest = eventually(f"{recipient} has a mail", mails, within=MAIL_SECONDS)[-1]
        return token_in(latest["contents"]["text/plain"])

    def recipients(self, about: str) -> list[str]:
        return sorted(mail["to"] for mail in self.mails(about))

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Each answer takes that long, so that whoever sends is caught in the middle."""
        self.client.put("/delay", json=seconds).raise_for_status()
        try:
            yield
        finally:
            self.client.put("/delay", json=0).raise_for_status()


@contextmanager
def running_in(namespace: Namespace, image: str) -> Iterator[Sink]:
    namespace.apply(_manifests(image))
    namespace.kubectl("wait", "--for=condition=Ready", f"pod/{NAME}", "--timeout=90s")
    with _forwarded(namespace) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield Sink(client)


@contextmanager
def _forwarded(namespace: Namespace) -> Iterator[str]:
    """A port of this machine that leads to the sink."""
    command = ["kubectl", "--namespace", namespace.name, "port-forward", f"pod/{NAME}", f":{PORT}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()  # «Forwarding from 127.0.0.1:40000 -> 8080»
            yield f"http://{line.split()[2]}"
        finally:
            process.terminate()


def _manifests(image: str) -> list[Manifest]:
    program = Path(__file__).with_name("sink_server.py").read_text(encoding="utf-8")
    named = {"metadata": {"name": NAME, "labels": {"app": NAME}}}
    ports = [{"port": PORT}]
    return [
        {"apiVersion": "v1", "kind": "Secret", **named, "stringData": {"api-key": token_hex(16)}},
        {"apiVersion": "v1", "kind": "ConfigMap", **named, "data": {"sink_server.py": program}},
        {"apiVersion": "v1", "kind": "Service", **named, "spec": {"selector": {"app": NAME}, "ports": ports}},
        {"apiVersion": "v1", "kind": "Pod", **named, "spec": _pod(image)},
    ]


def _pod(image: str) -> Manifest:
    key = {"secretKeyRef": {"name": NAME, "key": "api-key"}}
    container = {
        "name": "sink",
        "image": image,
        "command": ["python", "/sink/sink_server.py"],
        "env": [{"name": "API_KEY", "valueFrom": key}],
        "readinessProbe": {"httpGet": {"path": "/mails", "port": PORT}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "5m", "memory": "24Mi"}, "limits": {"memory": "64Mi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "program", "mountPath": "/sink"}],
    }
    return {
        "automountServiceAccountToken": False,
        "terminationGracePeriodSeconds": 0,
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container],
        "volumes": [{"name": "program", "configMap": {"name": NAME}}],
    }
