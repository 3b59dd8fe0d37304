"""A key ring is exchanged by hand, under people who sign in, refresh and ask: not one of them is refused."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from productwatch_local.processes import until
from productwatch_operator.signing_keys.pods import PATH
from productwatch_operator.signing_keys.ring import parse
from productwatch_operator.signing_keys.tokens import internal_token
from tests.local.asking import asked, credentials, told_by
from tests.local.conftest import Start
from tests.local.running import APPLICATION, CODE, Started

PEOPLE = 2
"""As many as may have their passwords checked at the same moment."""

pytestmark = pytest.mark.usefixtures("own_servers")


class Somebody(Thread):
    """Round after round signs in anew, and refreshes and uses both the new session and the first one of all."""

    def __init__(self, run: Started, enough: Event) -> None:
        super().__init__()
        self.url, self.credentials, self.enough = told_by(run)["url"], credentials(run), enough
        self.answers: Counter[int] = Counter()
        self.rounds = 0

    def run(self) -> None:
        kept = self._signed_in()
        while not self.enough.is_set():
            kept = self._used_and_refreshed(kept)
            self._used_and_refreshed(self._signed_in())
            self.rounds += 1

    def _used_and_refreshed(self, pair: dict[str, Any]) -> dict[str, Any]:
        self._used(pair)
        following = self._asked("POST", "/api/v1/auth/refresh", {"refresh": pair["refresh"]})
        self._used(following)
        return following

    def _signed_in(self) -> dict[str, Any]:
        return self._asked("POST", "/api/v1/auth/login", self.credentials)

    def _used(self, pair: dict[str, Any]) -> None:
        self._asked("GET", "/api/v1/auth/me", None, Authorization=f"Bearer {pair.get('access')}")

    def _asked(self, method: str, path: str, body: object, **headers: str) -> dict[str, Any]:
        status, content = asked(self.url, method, path, body, **headers)
        self.answers[status] += 1
        return dict(content)


@pytest.mark.timeout(600)
def test_signs_nobody_out(start: Start) -> None:
    run = start(APPLICATION, RATE_LIMITS_ENABLED="false").ready(280)
    ring = run.folder / "keys/signing-keys.json"
    first = parse(ring.read_text())["active"]
    with people_of(run) as people:
        for step in ("stage", "promote", "retire"):
            swap(ring, following(ring, step))
            assert until(lambda: reports(run, ring), 20)
            two_rounds_of(people)
        broken_for_two_rounds(run, ring, people)
    asked_in_all = sum((somebody.answers for somebody in people), Counter[int]())
    assert set(asked_in_all) == {200}, asked_in_all
    assert first not in ring.read_text()


def following(ring: Path, step: str) -> str:
    command = [sys.executable, "-m", "productwatch_operator.signing_keys", step]
    done = subprocess.run(
        command, input=ring.read_text(), env={"PYTHONPATH": CODE}, capture_output=True, text=True, check=True
    )
    return done.stdout


def swap(ring: Path, text: str) -> None:
    unfinished = ring.with_suffix(".unfinished")
    unfinished.write_text(text)
    unfinished.rename(ring)


def broken_for_two_rounds(run: Started, ring: Path, people: list[Somebody]) -> None:
    whole = ring.read_text()
    token = internal_token(parse(whole), told_by(run)["url"], datetime.now(UTC))
    swap(ring, whole[: len(whole) // 2])
    assert until(lambda: bool(reported(run, token)["fault"]), 20)
    two_rounds_of(people)
    swap(ring, whole)
    assert until(lambda: reports(run, ring), 20)


def reports(run: Started, ring: Path) -> bool:
    """Whether the process of the API has loaded that ring, and signs with what it says."""
    document = parse(ring.read_text())
    told = reported(run, internal_token(document, told_by(run)["url"], datetime.now(UTC)))
    kids = sorted(key["kid"] for key in document["keys"])
    return (told["loaded"], told["signs_with"], told["fault"]) == (kids, document["active"], None)


def reported(run: Started, token: str) -> dict[str, Any]:
    _status, told = asked(told_by(run)["metrics_url"], "GET", PATH, None, Authorization=f"Bearer {token}")
    return dict(told)


def two_rounds_of(people: list[Somebody]) -> None:
    """The one that goes on, and a whole one: whoever has come so far holds no token of before."""
    wanted = [somebody.rounds + 2 for somebody in people]
    done = until(lambda: all(one.rounds >= rounds for one, rounds in zip(people, wanted, strict=True)), 60)
    assert done, [somebody.answers for somebody in people]


@contextmanager
def people_of(run: Started) -> Iterator[list[Somebody]]:
    enough = Event()
    people = [Somebody(run, enough) for _ in range(PEOPLE)]
    for somebody in people:
        somebody.start()
    try:
        yield people
    finally:
        enough.set()
        for somebody in people:
            somebody.join(30)
