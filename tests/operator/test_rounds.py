"""Rounds go on whatever a step does, soon while something is amiss and seldom while nothing is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from productwatch_operator.cluster import Refused
from productwatch_operator.rounds import PATIENT, SOON, Rounds

pytestmark = pytest.mark.anyio


class Steps:
    """Gives each answer once, the last one for ever; an exception is raised."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.taken = asyncio.Queue[int]()
        self._count = 0

    async def __call__(self) -> bool:
        self._count += 1
        self.taken.put_nowait(self._count)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@asynccontextmanager
async def running(rounds: Rounds) -> AsyncIterator[None]:
    task = asyncio.create_task(rounds.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for is another task's turn
            await asyncio.sleep(0)


async def test_begin_at_once_and_rest_when_all_is_well() -> None:
    rounds = Rounds("tests", Steps(True), rest=60)
    async with running(rounds):
        await until(lambda: rounds.settled)
    assert rounds.pause() == 60


async def test_come_soon_while_something_is_amiss() -> None:
    steps = Steps(False)
    rounds = Rounds("tests", steps, rest=60)
    async with running(rounds):
        await steps.taken.get()
    assert not rounds.settled
    assert rounds.pause() == SOON


async def test_come_later_and_later_while_all_is_in_vain() -> None:
    steps = Steps(False)
    rounds = Rounds("tests", steps, rest=0.0)
    async with running(rounds):
        for _ in range(2 * PATIENT + 1):
            await steps.taken.get()
    rounds._rest = 60
    assert rounds.pause() > 2 * SOON
    rounds._in_vain = 10**6
    assert rounds.pause() == 60


async def test_are_taken_at_once_when_woken() -> None:
    steps = Steps(True)
    rounds = Rounds("tests", steps, rest=3600)
    async with running(rounds), asyncio.timeout(5):
        await steps.taken.get()
        await until(lambda: rounds.settled)
        rounds.wake()
        assert await steps.taken.get() == 2


async def test_lose_no_waking_that_comes_during_a_step() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    taken = asyncio.Queue[None]()

    async def step() -> bool:
        taken.put_nowait(None)
        begun.set()
        await go_on.wait()
        return True

    rounds = Rounds("tests", step, rest=3600)
    async with running(rounds), asyncio.timeout(5):
        await begun.wait()
        rounds.wake()
        go_on.set()
        await taken.get()
        await taken.get()


@pytest.mark.parametrize("error", [Refused("get secrets/a", "no", 403), ZeroDivisionError("a mistake")])
async def test_survive_an_error(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    steps = Steps(error, True)
    rounds = Rounds("tests", steps, rest=0.0)
    async with running(rounds):
        await until(lambda: rounds.settled)
    assert "a round of tests failed and is taken again" in caplog.text


async def test_tell_of_an_outage_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    away = Refused("get secrets/a", "nobody answers", None)
    rounds = Rounds("tests", Steps(away, away, away, True), rest=0.0)
    async with running(rounds):
        await until(lambda: rounds.settled)
    assert [record.message for record in caplog.records] == [
        "a round of tests failed and is taken again",
        "rounds of tests succeed again",
    ]
