"""What may refuse a read, asked before all else in the read's own trip to Redis: another package's part (a limit)."""

from typing import Protocol

from django.http import HttpRequest

from productwatch.platform.trips import Trip


class Gate(Protocol):
    def join(self, trip: Trip, request: HttpRequest) -> str | None:
        """Adds one command and returns the key that it sets to refuse the read; or None, and adds nothing."""

    def hear(self, request: HttpRequest, answer: object) -> None:
        """Takes the command's answer, or the ResponseError that it gave; a Problem refuses the read."""

    def lose(self, request: HttpRequest) -> None:
        """Redis is away: the read goes on, unless a Problem refuses it."""


class NoGate:
    """Refuses nothing."""

    def join(self, trip: Trip, request: HttpRequest) -> str | None:  # noqa: ARG002
        return None

    def hear(self, request: HttpRequest, answer: object) -> None:
        """Nothing was asked."""

    def lose(self, request: HttpRequest) -> None:
        """Nothing would have been asked."""


_gate: Gate = NoGate()


def gate() -> Gate:
    return _gate


def set_gate(gate: Gate) -> None:
    """From now on each read is asked of `gate`."""
    global _gate  # noqa: PLW0603 - one process, one gate
    _gate = gate
