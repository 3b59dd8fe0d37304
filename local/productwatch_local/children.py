"""The processes of a run, seen by one loop: what they print, that they live, and how they end."""

import os
import selectors
import signal
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from productwatch_local.problems import CannotStart
from productwatch_local.processes import Program, Running

Show = Callable[[str, str], None]
"""Takes a process' name and a line of it."""


class ChildDied(CannotStart):
    """A process ended that should run on; the text names it, how it ended and what it said last."""


@dataclass(slots=True)
class Child:
    program: Program
    process: Running
    unfinished: bytes = b""
    last: deque[str] = field(default_factory=lambda: deque(maxlen=12))


class Children:
    """Started in any order, stopped in the order in which they were started."""

    def __init__(self, records: Path, show: Show) -> None:
        self._records = records
        self._show = show
        self._running: list[Child] = []
        self._outputs = selectors.DefaultSelector()

    def start(self, program: Program) -> Child:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        try:
            child = Child(program, program.start(self._records, writing))
        finally:
            os.close(writing)
        self._outputs.register(reading, selectors.EVENT_READ, child)
        self._running.append(child)
        return child

    def turn(self, seconds: float = 0.05) -> None:
        """Shows what the children have printed; waits for them to print for as long as `seconds`."""
        for key, _ in self._outputs.select(seconds):
            read = os.read(key.fd, 65536)
            self._take(key.data, read)
            if not read:
                self._outputs.unregister(key.fd)
                os.close(key.fd)

    def demand_alive(self) -> None:
        """ChildDied for the first that has ended."""
        for child in self._running:
            if child.process.poll() is not None:
                raise ChildDied(self._obituary(child))

    def has_finished(self, child: Child) -> bool:
        """Whether it has done its work; ChildDied where it ended without."""
        code = child.process.poll()  # once: it may end between two looks
        if code is None:
            return False
        if code != 0:
            raise ChildDied(self._obituary(child))
        self._stop(child)
        return True

    def stop(self) -> None:
        """Ends all, one after the other, each within its patience; what they still say is shown."""
        while self._running:
            child = self._running[0]
            code = self._stop(child)
            self._show(child.program.name, f"stopped ({how(code)})")
        self._outputs.close()

    def _stop(self, child: Child) -> int:
        code = child.program.stop(child.process, self._records, self.turn)
        self._hear_out()
        self._running.remove(child)
        return code

    def _take(self, child: Child, read: bytes) -> None:
        *lines, child.unfinished = (child.unfinished + read).split(b"\n") if read else (child.unfinished, b"")
        for line in filter(None, (line.decode(errors="replace").rstrip() for line in lines)):
            child.last.append(line)
            self._show(child.program.name, line)

    def _hear_out(self) -> None:
        """Takes what lies in the pipes; not for ever, since somebody may go on talking."""
        for _ in range(100):
            if not self._outputs.select(0):
                return
            self.turn(0)

    def _obituary(self, child: Child) -> str:
        self._hear_out()
        said = "".join(f"\n    {line}" for line in child.last)
        return f"{child.program.name} ended by itself ({how(child.process.returncode)})" + (
            f"; it said last:{said}" if said else " and said nothing."
        )


def how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
