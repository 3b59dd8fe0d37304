"""Constant traffic: each kind of request again and again in a thread of its own, every answer kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Self

import httpx

Request = Callable[[int], httpx.Response]
"""Makes its n-th request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where none came."""

    kind: str
    status: int
    text: str = ""


@dataclass(slots=True)
class Traffic:
    requests: dict[str, Request]
    each: float = 0.2
    answers: list[Answer] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._threads = [Thread(target=self._drive, args=request) for request in self.requests.items()]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def failed(self) -> list[Answer]:
        return [answer for answer in self.answers if not 200 <= answer.status < 400]

    def sent(self, kind: str) -> int:
        return sum(answer.kind == kind for answer in self.answers)

    def acknowledged(self, kind: str) -> int:
        return sum(answer.kind == kind and 200 <= answer.status < 400 for answer in self.answers)

    def _drive(self, kind: str, request: Request) -> None:
        number = 0
        while not self._stop.wait(self.each):
            self.answers.append(_answer(kind, request, number))
            number += 1


def _answer(kind: str, request: Request, number: int) -> Answer:
    try:
        answer = request(number)
    except httpx.HTTPError as error:
        return Answer(kind, 0, repr(error))
    return Answer(kind, answer.status_code, answer.text[:300])
