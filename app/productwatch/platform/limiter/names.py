"""Where Redis keeps what a principal owes: under a name from which nobody learns who it is, and each day another one.

The key that names are made with changes each day, so that names of two days tell nothing of each other. What is owed
goes along: as long as there may be a debt under the name before, a request brings that name, too. A policy over more
than a day keeps its names as long as a debt may last.
"""

from functools import lru_cache
from time import time

from django.conf import settings

from productwatch.platform.keyed_hash import digest
from productwatch.platform.limiter.policies import Policy

DAY = 24 * 3600
APART = 60
"""Seconds by which clocks may differ."""

_MICROSECOND = 1e-6


def names(policy: Policy, *who: str) -> tuple[str, str | None]:
    """The name that holds now, and the one before where something may still be owed under it."""
    lasts = policy.quota.most * _MICROSECOND
    number, age = divmod(time(), max(DAY, lasts))
    now = _name(settings.DATA_KEY, number, policy.name, *who)
    return now, _name(settings.DATA_KEY, number - 1, policy.name, *who) if age < lasts + APART else None


@lru_cache(maxsize=4096)
def _name(data_key: str, number: float, policy: str, *who: str) -> str:
    hidden = digest(_key(data_key, number), "limit", policy, *who)[:16].hex()
    return f"limit:{policy}:{hidden}"


@lru_cache(maxsize=8)
def _key(data_key: str, number: float) -> bytes:
    return digest(data_key.encode(), "limit-names", f"{number:.0f}")
