"""Whether the operator still hears what it does: a watch that has died in silence sends no error.

Each write that succeeded must come back through the watch. While the API server is away nothing is written, so its
absence is never taken for a dead watch.
"""

from dataclasses import dataclass

UNHEARD = 3
"""Writes, about a minute apart; a watch that is being opened again after an outage takes less."""


@dataclass(slots=True)
class Echo:
    _unheard: int = 0

    def sent(self) -> None:
        self._unheard += 1

    def heard(self) -> None:
        """Anything that came through the watch."""
        self._unheard = 0

    @property
    def is_lost(self) -> bool:
        return self._unheard >= UNHEARD
