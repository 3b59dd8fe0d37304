"""What a SigningKeyRing says of itself: its keys by name, and the conditions Ready and Propagated."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from productwatch_operator.conditions import Condition, merged, timestamp
from productwatch_operator.signing_keys.machine import Broken, Keys, Seen, Wait

HEARTBEAT = timedelta(seconds=50)
"""Shorter than a round at rest, so that each of them writes."""

NAMED = 10
"""How many pods a message names; the metric counts them all."""


def conditions(seen: Seen, waits: Wait, secret: str) -> list[Condition]:
    """`secret` is the name of the ring's Secret."""
    return [_ready(seen, secret), _propagated(seen, waits)]


def in_trouble(why: str) -> list[Condition]:
    """Where the cluster did not let the operator look, or act."""
    return [
        Condition("Ready", "Unknown", "ClusterRefused", why),
        Condition("Propagated", "Unknown", "ClusterRefused", why),
    ]


def written(
    old: Mapping[str, Any], seen: Seen | None, says: list[Condition], generation: int, now: datetime
) -> dict[str, Any]:
    """The whole status, to be merged over the old one: None removes, so a ring that is gone leaves no kid behind.

    Where nothing could be seen (`seen` is None), the keys stay as they were.
    """
    return {
        **(_keys(seen) if seen else {"activeKid": old.get("activeKid"), "keys": old.get("keys", [])}),
        "conditions": merged(old.get("conditions", ()), says, generation, now),
        "observedGeneration": generation,
        "lastCheckTime": timestamp(now),
    }


def worth_writing(old: Mapping[str, Any], new: Mapping[str, Any], now: datetime) -> bool:
    """Whether something changed, or the last look is a minute old."""
    checked = old.get("lastCheckTime")
    fresh = checked is not None and now - datetime.fromisoformat(checked) < HEARTBEAT
    return not fresh or _said(old) != _said(new)


def _said(status: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in status.items() if name != "lastCheckTime" and value}


def _ready(seen: Seen, secret: str) -> Condition:
    match seen.ring:
        case None:
            return Condition("Ready", "False", "SecretMissing", f"Secret {secret} is about to be made.")
        case Broken(why=why):
            message = (
                f"Secret {secret}, key ring.json, holds no key ring: {why}. Restore it, or delete it for a new one."
            )
            return Condition("Ready", "False", "RingBroken", message)
        case ring:
            return Condition("Ready", "True", "RingPresent", f"Tokens are signed with {ring.active}.")


def _propagated(seen: Seen, waits: Wait) -> Condition:
    if waits.reason == "UpToDate":
        return Condition("Propagated", "True", "AllLoaded", f"Every key is loaded by all {len(seen.pods)} pods.")
    if waits.pods:
        named = ", ".join(waits.pods[:NAMED]) + (", …" if len(waits.pods) > NAMED else "")
        message = f"{len(waits.pods)} of {len(seen.pods)} pods do not report every key: {named}."
        return Condition("Propagated", "False", "NotLoaded", message)
    if waits.reason == "NoPodSeen":
        return Condition("Propagated", "Unknown", "NoPodSeen", "No verifying pod runs.")
    return Condition("Propagated", "Unknown", waits.reason, "There is no ring to be loaded.")


def _keys(seen: Seen) -> dict[str, Any]:
    if not isinstance(seen.ring, Keys):
        return {"activeKid": None, "keys": []}
    verifying = [{"kid": kid, "state": "VerifyOnly"} for kid in sorted(seen.ring.verifying)]
    return {"activeKid": seen.ring.active, "keys": [{"kid": seen.ring.active, "state": "Active"}, *verifying]}
