"""What holds while a server is away: whoever asks is answered soon, with what there is or with when to come again."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

import httpx

logger = logging.getLogger("cluster")

LONGEST = 2.0
"""Seconds that an answer may take."""


@dataclass(slots=True)
class Patience:
    """Collects what was not as it should be, so that a test can go on to the end and then tell all of it."""

    complaints: list[str] = field(default_factory=list)
    waits_of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def works(self, answer: httpx.Response) -> bool:
        """It must have been answered well."""
        self._note(answer)
        if not answer.is_success:
            self.complaints.append(f"{_shown(answer)} {answer.text[:200]}")
        return answer.is_success

    def works_or_waits(self, answer: httpx.Response) -> bool:
        """It may have been refused with 503, which says when to come again; returns whether it was answered well."""
        if answer.status_code != 503:
            return self.works(answer)
        self._note(answer)
        if "Retry-After" not in answer.headers:
            self.complaints.append(f"{_shown(answer)} without Retry-After")
        return False

    def waits(self, answer: httpx.Response) -> None:
        if self.works_or_waits(answer):
            self.complaints.append(f"{_shown(answer)} though it cannot be known")

    def told(self) -> list[str]:
        """The complaints; how long was waited for what is logged."""
        for shown, seconds in sorted(self.waits_of.items()):
            logger.info(
                "%s: %d times, median %.2f s, longest %.2f s", shown, len(seconds), median(seconds), max(seconds)
            )
        return self.complaints

    def _note(self, answer: httpx.Response) -> None:
        seconds = answer.elapsed.total_seconds()
        self.waits_of[_shown(answer)].append(seconds)
        if seconds > LONGEST:
            self.complaints.append(f"{_shown(answer)} after {seconds:.1f} s")


def _shown(answer: httpx.Response) -> str:
    return f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
