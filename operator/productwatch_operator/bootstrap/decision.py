"""What to do about one configured Secret: a pure function of what is seen.

A Secret that is there is never touched. One that has gone comes back with the values it had, where they are still
known; new values are never made while a volume holds data that only the old ones open.
"""

from dataclasses import dataclass
from datetime import datetime

from productwatch_operator.configuration import SecretWanted
from productwatch_operator.found import Claim


@dataclass(frozen=True, slots=True)
class Seen:
    """`keys` are those of the Secret that hold something, None where there is no Secret.

    `remembered` tells that its values were read before it went; `installed` is when the release came.
    """

    keys: frozenset[str] | None
    remembered: bool = False
    claim: Claim | None = None
    installed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """The Secret is as it should be."""


@dataclass(frozen=True, slots=True)
class Make:
    """Create it with new values."""


@dataclass(frozen=True, slots=True)
class Restore:
    """Create it with the values that it had."""


@dataclass(frozen=True, slots=True)
class Complain:
    """Only a person can mend it."""

    reason: str
    message: str


Decision = Nothing | Make | Restore | Complain


def decide(wanted: SecretWanted, seen: Seen) -> Decision:
    if seen.keys is not None:
        missing = sorted(wanted.keys.keys() - seen.keys)
        return _incomplete(wanted.name, missing) if missing else Nothing()
    if seen.remembered:
        return Restore()
    if seen.claim and _holds_data(seen.claim, seen.installed):
        return _refusal(wanted)
    return Make()


def _holds_data(claim: Claim, installed: datetime | None) -> bool:
    """A claim that this very installation made is younger than the installation, and not marked yet."""
    return claim.marked or installed is None or claim.created < installed


def _incomplete(name: str, missing: list[str]) -> Complain:
    keys = ", ".join(missing)
    return Complain("SecretIncomplete", f"Secret {name} lacks {keys}: add it there; it is not touched by the operator.")


def _refusal(wanted: SecretWanted) -> Complain:
    return Complain(
        "VolumeWithoutSecret",
        f"Secret {wanted.name} is missing, but the volume of claim {wanted.refuse_if_claim_exists} holds data that new "
        f"values would lock away. Restore the Secret (keys {', '.join(sorted(wanted.keys))}), "
        f"or delete the claim if its data may go.",
    )
