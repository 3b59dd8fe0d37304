"""What to do next about a key ring: a pure function of what is seen, no clock, no network.

The first ring is made where there is no Secret for it. A Secret that is there is kept as it is, whoever made it, down
to its last byte; one that holds no ring is told of, not replaced: tokens may still be verified with what it held.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pod:
    """What a pod reports of itself; a pod that has not reported has loaded nothing."""

    loaded: frozenset[str] = frozenset()
    signs_with: str | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """The ring as its Secret holds it."""

    active: str
    verifying: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.verifying | {self.active}


@dataclass(frozen=True, slots=True)
class Broken:
    """The Secret holds no ring."""

    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """`goes_with_resource`: the Secret is deleted when the resource is."""

    goes_with_resource: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """`ring` is None where there is no Secret; `pods` are those that run or start and do not end yet.

    `made_here` tells that an operator made the Secret, `goes_with_resource` that deleting the resource deletes it.
    """

    ring: Keys | Broken | None
    pods: Mapping[str, Pod] = field(default_factory=dict)
    made_here: bool = False
    goes_with_resource: bool = False


@dataclass(frozen=True, slots=True)
class MakeFirst:
    """Create the Secret with a ring of one new key."""


@dataclass(frozen=True, slots=True)
class Own:
    """Let the Secret go with the resource."""


@dataclass(frozen=True, slots=True)
class Disown:
    """Let the Secret stay when the resource goes."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do; `pods` are those that are waited for."""

    reason: str
    pods: tuple[str, ...] = ()


Action = MakeFirst | Own | Disown | Wait


def next_action(seen: Seen, policy: Policy) -> Action:
    """The one step that brings the ring nearer to what the policy wants; taking it twice does no harm."""
    if seen.ring is None:
        return MakeFirst()
    if isinstance(seen.ring, Broken):
        return Wait("RingBroken")
    if seen.made_here and seen.goes_with_resource != policy.goes_with_resource:
        return Own() if policy.goes_with_resource else Disown()
    if not seen.pods:
        return Wait("NoPodSeen")
    behind = tuple(sorted(name for name, pod in seen.pods.items() if not seen.ring.all <= pod.loaded))
    return Wait("NotLoaded", behind) if behind else Wait("UpToDate")
