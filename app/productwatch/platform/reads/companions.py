"""What is done beside a read, in the read's own trip to Redis: other packages' parts, as many as have registered."""

from typing import Protocol

from django.http import HttpRequest

from productwatch.platform.trips import Trip


class Companion(Protocol):
    def join(self, trip: Trip, request: HttpRequest, resource: str, mark_key: str | None, refusal: str | None) -> bool:
        """Adds at most one command and says whether it did.

        With a `mark_key` the command may act only where that key exists: nobody knows yet that the resource does.
        With a `refusal` it may act only where that key does not exist: by it the gate refuses the read.
        """

    def hear(self, request: HttpRequest, answer: object) -> bool:
        """Takes the command's answer, or the ResponseError that it gave; a Problem that it raises is the answer.

        False asks to join again once the resource is known to exist.
        """

    def lose(self, request: HttpRequest, resource: str) -> None:
        """Redis is away: what was to be done is not."""


_companions: list[tuple[str, Companion]] = []


def add_companion(prefix: str, companion: Companion) -> None:
    """From now on `companion` joins each read of a resource whose name begins with `prefix`."""
    _companions.append((prefix, companion))


class Company:
    """The companions of one read, of whom those `wait` who have not been heard yet."""

    def __init__(self, request: HttpRequest, resource: str) -> None:
        self._request, self._resource = request, resource
        self._joined: list[Companion] = []
        self.waiting = [companion for prefix, companion in _companions if resource.startswith(prefix)]

    def join(self, trip: Trip, mark_key: str | None = None, refusal: str | None = None) -> None:
        read = (trip, self._request, self._resource, mark_key, refusal)
        self._joined = [found for found in self.waiting if found.join(*read)]

    def hear(self, answers: list[object]) -> None:
        """The last answers of the trip, one for each that joined."""
        heard = zip(self._joined, answers[len(answers) - len(self._joined) :], strict=True)
        self.waiting = [companion for companion, answer in heard if not companion.hear(self._request, answer)]

    def lose(self) -> None:
        for companion in self.waiting:
            companion.lose(self._request, self._resource)
        self.waiting = []
