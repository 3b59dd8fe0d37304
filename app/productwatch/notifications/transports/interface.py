"""What every transport is: it takes a letter, and says what came of it."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from productwatch.notifications.machine import Outcome
from productwatch.notifications.mails import Mail


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address; the delivery's id tells it from all others, also where it is sent again."""

    delivery_id: UUID
    kind: str
    to: str
    mail: Mail


class Transport(Protocol):
    """Its `str` is the line that a worker says at its start."""

    def send(self, letter: Letter) -> Outcome: ...
