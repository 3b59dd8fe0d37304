"""The numbers of a policy."""

import re
from dataclasses import dataclass
from functools import cached_property

_FORM = re.compile(r"([1-9][0-9]{0,6})/([1-9][0-9]{0,6})")
_SECOND = 1_000_000


@dataclass(frozen=True)
class Quota:
    """So many requests at once, given back evenly over so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, written: str) -> "Quota":
        """Of `requests/seconds`; ValueError where it is none."""
        found = _FORM.fullmatch(written)
        if found is None:
            raise ValueError(written)
        return cls(*map(int, found.groups()))

    @cached_property
    def interval(self) -> int:
        """Microseconds after which one more request is given back."""
        return -(-self.seconds * _SECOND // self.requests)

    @cached_property
    def most(self) -> int:
        """Microseconds until all is given back, when all is spent."""
        return self.interval * self.requests
