"""Conditions as Kubernetes has them: what holds, since when, and for which generation of the resource."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Condition:
    """`reason` is CamelCase and stable; `message` is for people, and tells what to do where something is to be done."""

    type: str
    status: Literal["True", "False", "Unknown"]
    reason: str
    message: str


def merged(
    old: Iterable[Mapping[str, Any]], new: Iterable[Condition], generation: int, now: datetime
) -> list[dict[str, Any]]:
    """The conditions as they are to be written; a time of transition moves only when a status flips."""
    before = {condition["type"]: condition for condition in old}
    return [_written(condition, before.get(condition.type, {}), generation, now) for condition in new]


def flips(old: Iterable[Mapping[str, Any]], new: Iterable[Condition]) -> list[Condition]:
    """Those whose status or reason is another than it was: what is worth an event."""
    before = {condition["type"]: (condition["status"], condition["reason"]) for condition in old}
    return [condition for condition in new if before.get(condition.type) != (condition.status, condition.reason)]


def timestamp(moment: datetime) -> str:
    """As the API server writes times: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(condition: Condition, before: Mapping[str, Any], generation: int, now: datetime) -> dict[str, Any]:
    stays = before.get("status") == condition.status
    return {
        "type": condition.type,
        "status": condition.status,
        "reason": condition.reason,
        "message": condition.message,
        "observedGeneration": generation,
        "lastTransitionTime": before["lastTransitionTime"] if stays else timestamp(now),
    }
