"""A pod of the rival server beside the release, behind the same ingress under a host of its own."""

from pathlib import Path

from tests.cluster.kubectl import Manifest, Namespace

NAME, PORT = "bare", 8000
HOST = "bare.localhost"
COMMAND = (
    "granian --interface wsgi --host 0.0.0.0 --port {port} --workers 1 --blocking-threads 8 --http 1 --no-ws "
    "--log-level error bare_server:application"
)


def deploy(namespace: Namespace, image: str, body: str) -> None:
    """Returns when the pod answers with `body`."""
    program = Path(__file__).with_name("bare_server.py").read_text(encoding="utf-8")
    named = {"metadata": {"name": NAME, "labels": {"app": NAME}}}
    data = {"bare_server.py": program, "body.json": body}
    port = {"service": {"name": NAME, "port": {"number": PORT}}}
    rule = {"host": HOST, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": port}]}}
    namespace.apply(
        [
            {"apiVersion": "v1", "kind": "ConfigMap", **named, "data": data},
            {
                "apiVersion": "v1",
                "kind": "Service",
                **named,
                "spec": {"selector": {"app": NAME}, "ports": [{"port": PORT}]},
            },
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "Ingress",
                **named,
                "spec": {"ingressClassName": "nginx", "rules": [rule]},
            },
            {"apiVersion": "v1", "kind": "Pod", **named, "spec": _pod(image)},
        ]
    )
    namespace.kubectl("wait", "--for=condition=Ready", f"pod/{NAME}", "--timeout=60s")


def remove(namespace: Namespace) -> None:
    namespace.kubectl("delete", f"pod/{NAME}", f"service/{NAME}", f"ingress/{NAME}", f"configmap/{NAME}")


def _pod(image: str) -> Manifest:
    container = {
        "name": NAME,
        "image": image,
        "command": COMMAND.format(port=PORT).split(),
        "env": [{"name": "PYTHONPATH", "value": "/bare"}, {"name": "BODY_FILE", "value": "/bare/body.json"}],
        "volumeMounts": [{"name": "program", "mountPath": "/bare", "readOnly": True}],
        "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }
    return {
        "automountServiceAccountToken": False,
        "shareProcessNamespace": True,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [container],
        "volumes": [{"name": "program", "configMap": {"name": NAME}}],
    }
