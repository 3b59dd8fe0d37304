"""What the pods complain of in their logs."""

import json
import re

from tests.cluster.kubectl import Namespace

COMPLAINT = re.compile(r"Traceback|\b(ERROR|FATAL|PANIC|CRITICAL)\b")


def complaints(namespace: Namespace) -> list[str]:
    """Each line that tells of a fault, with its pod."""
    return [f"{pod.name}: {line}" for pod in namespace.pods() for line in namespace.logs(pod.name) if is_fault(line)]


def is_fault(line: str) -> bool:
    if line.startswith("{"):
        return json.loads(line).get("level") in {"error", "critical"}
    return bool(COMPLAINT.search(line))
