"""A broadcast asks one source for all who listen, and tells them what is new."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count

import pytest

from productwatch.platform.sse.broadcast import Broadcast

PATIENCE = 20
Story = Callable[[Broadcast], Awaitable[None]]


class Source:
    """Tells what it is set to, and counts how often it was asked."""

    def __init__(self, data: bytes = b"1") -> None:
        self.data, self.asked, self.broken = data, 0, False

    def __call__(self) -> bytes:
        self.asked += 1
        if self.broken:
            raise LookupError
        return self.data


def told(source: Callable[[], bytes], story: Story) -> None:
    """Lets a story happen while a broadcast of the source runs."""

    async def run() -> None:
        broadcast = Broadcast("visits", source, 0.01)
        running = asyncio.ensure_future(broadcast.run())
        async with asyncio.timeout(PATIENCE):
            await story(broadcast)
            await broadcast.close()
            await running

    asyncio.run(run())


async def looked(source: Source, times: int = 2) -> None:
    """Until it has been asked so many times from now on."""
    goal = source.asked + times
    while source.asked < goal:  # noqa: ASYNC110 - a thread counts
        await asyncio.sleep(0.005)


def test_tells_what_is_so_as_soon_as_somebody_listens() -> None:
    async def story(broadcast: Broadcast) -> None:
        with broadcast.listening():
            assert (await broadcast.after(0))[1] == b"event: visits\ndata: 1\n\n"

    told(Source(), story)


def test_tells_again_only_when_something_has_changed() -> None:
    source = Source()

    async def story(broadcast: Broadcast) -> None:
        with broadcast.listening():
            seen, _ = await broadcast.after(0)
            await looked(source)
            source.data = b"2"
            assert (await broadcast.after(seen))[1] == b"event: visits\ndata: 2\n\n"
            assert (await broadcast.after(seen))[0] == seen + 1

    told(source, story)


def test_asks_once_for_all_who_listen() -> None:
    numbers = count(1)

    async def story(broadcast: Broadcast) -> None:
        async with AsyncExitStack() as all_of_them:
            for _ in range(50):
                all_of_them.enter_context(broadcast.listening())
            found = await asyncio.gather(*(broadcast.after(0) for _ in range(50)))
        assert len(set(found)) == 1

    told(lambda: str(next(numbers)).encode(), story)


def test_asks_nobody_while_nobody_listens() -> None:
    source = Source()

    async def story(broadcast: Broadcast) -> None:
        await asyncio.sleep(0.1)
        assert source.asked == 0

    told(source, story)


def test_tells_who_comes_after_a_silence_nothing_old() -> None:
    source = Source()

    async def story(broadcast: Broadcast) -> None:
        with broadcast.listening():
            await broadcast.after(0)
        while broadcast._frame is not None:  # noqa: ASYNC110 - it looks once more and finds nobody
            await asyncio.sleep(0.005)
        source.data = b"2"
        with broadcast.listening():
            assert (await broadcast.after(0))[1] == b"event: visits\ndata: 2\n\n"

    told(source, story)


@pytest.mark.parametrize("known_before", [True, False])
def test_says_once_that_what_it_told_is_old_and_goes_on_afterwards(known_before: bool) -> None:  # noqa: FBT001
    source = Source()

    async def story(broadcast: Broadcast) -> None:
        with broadcast.listening():
            seen = (await broadcast.after(0))[0] if known_before else 0
            source.broken = True
            seen, frame = await broadcast.after(seen)
            assert frame.startswith(b'event: stale\ndata: {"since":')
            await looked(source)
            source.broken = False
            assert await broadcast.after(seen) == (seen + 1, b"event: visits\ndata: 1\n\n")

    source.broken = not known_before
    told(source, story)


def test_that_is_closed_lets_everybody_go() -> None:
    async def story(broadcast: Broadcast) -> None:
        with broadcast.listening():
            seen, _ = await broadcast.after(0)
            waiting = asyncio.ensure_future(broadcast.after(seen))
            await broadcast.close()
            assert (await waiting)[1] == b""

    told(Source(), story)
