"""What a cluster looks like when a test has failed: what there is, and why a pod is not as it should be."""

from tests.cluster.kubectl import CommandFailed, Namespace, Pod

LINES = "60"


def of(namespace: Namespace) -> str:
    parts = [_said(namespace, "get", "namespace", namespace.name, "--output", "jsonpath={.status}")]
    parts += [_said(namespace, "get", "all,ingress,persistentvolumeclaim", "--output", "wide")]
    parts += [_said(namespace, "get", "events", "--sort-by", ".lastTimestamp", "--field-selector", "type=Warning")]
    for pod in _pods(namespace):
        if not (pod.is_ready or pod.is_done):
            parts.append(_said(namespace, "describe", "pod", pod.name))
        if pod.restarts:
            parts.append(_said(namespace, "logs", pod.name, "--all-containers", "--previous", "--tail", LINES))
        parts.append(_said(namespace, "logs", pod.name, "--all-containers", "--prefix", "--tail", LINES))
    return "\n".join(parts)


def _pods(namespace: Namespace) -> list[Pod]:
    try:
        return namespace.pods()
    except CommandFailed:
        return []


def _said(namespace: Namespace, *arguments: str) -> str:
    """The command and its answer, which is its complaint where it fails."""
    try:
        answer = namespace.kubectl(*arguments, timeout=30)
    except CommandFailed as failure:
        answer = str(failure)
    return f"$ kubectl {' '.join(arguments)}\n{answer}"
