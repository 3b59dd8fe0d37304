"""What a change has made another."""

from collections.abc import Mapping
from typing import Any

Diff = dict[str, list[Any]]
"""For each member that changed, what it was and what it is."""


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Diff:
    """What it was and what it became, for each member that is another now."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
