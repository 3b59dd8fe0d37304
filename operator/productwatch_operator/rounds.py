"""Rounds: one step taken again and again, soon while something is amiss, now and then while nothing is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from productwatch_operator.cluster import Refused

logger = logging.getLogger(__name__)

SOON = 5.0
PATIENT = 24
"""Rounds in vain after which the next ones come a little later each time."""

LONGEST_STEP = 120.0


class Rounds:
    """`step` tells whether all is as it should be; `rest` is the pause after it was, in seconds.

    A step that fails is taken again: first soon, then ever later, up to `rest`.
    """

    def __init__(self, name: str, step: Callable[[], Awaitable[bool]], rest: float) -> None:
        self.name = name
        self.settled = False
        self._step = step
        self._rest = rest
        self._in_vain = 0
        self._failure = ""
        self._woken = asyncio.Event()
        self._turned = monotonic()

    def wake(self) -> None:
        """Lets the next round begin at once."""
        self._woken.set()

    @property
    def stands_still(self) -> bool:
        return monotonic() - self._turned > self._rest + 2 * LONGEST_STEP

    async def run(self) -> None:
        while True:
            self._woken.clear()
            self.settled = await self._turn()
            self._in_vain = 0 if self.settled else self._in_vain + 1
            self._turned = monotonic()
            await self._pause()

    def pause(self) -> float:
        """Seconds until the next round, if nobody wakes it."""
        return self._rest if self.settled else min(self._rest, SOON * (1 + self._in_vain // PATIENT))

    async def _turn(self) -> bool:
        try:
            async with asyncio.timeout(LONGEST_STEP):
                settled = await self._step()
        except (Refused, TimeoutError) as error:
            self._tell(str(error) or "it took too long")
        except Exception:
            logger.exception("a round of %s failed and is taken again", self.name)
        else:
            self._tell("")
            return settled
        return False

    def _tell(self, failure: str) -> None:
        """Once when a failure begins, once when it is over."""
        if failure and failure != self._failure:
            logger.warning("a round of %s failed and is taken again", self.name, extra={"reason": failure})
        elif self._failure and not failure:
            logger.info("rounds of %s succeed again", self.name)
        self._failure = failure

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self.pause()):
                await self._woken.wait()
                self._in_vain = 0
        except TimeoutError:
            pass
